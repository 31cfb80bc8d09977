extension BuiltInDrugList {
  /// Benzodiazepines and z-drugs, one row per ingredient and form group.
  static let benzodiazepines = #"""
    adinazolam,,benzodiazepine,oral,,N05BA07,,,,,,,,,,,,,who
    alprazolam,,benzodiazepine,oral,,N05BA12,,596,1,,,,20,ashton,20,10,15,,who; ashton; vadod; sacarny; ndcmap
    bentazepam,,benzodiazepine,oral,,N05BA24,,,75,,,,,,,,,,who
    bromazepam,,benzodiazepine,oral,,N05BA08,,,10,,,,20/11,ashton,20/11,,,,who; memory:ashton
    brotizolam,,benzodiazepine,oral,,N05CD09,,,0.25,,,,,,,,,,who
    camazepam,,benzodiazepine,oral,,N05BA15,,,30,,,,,,,,,,who
    chlordiazepoxide,chlordiazepoxid; chlordiazepox; chlordiazep,benzodiazepine,oral,,N05BA02,N06CA01; \#
    A03CA02,2356,30,,,,0.4,ashton,0.4,0.4,0.4,,who; memory:A03CA02; ashton; vadod; sacarny; ndcmap
    chlordiazepoxide,,benzodiazepine,injection,inject*; vial*; amp*; syringe*; infus*; iv; intravenous,\#
    N05BA02,,2356,50,,,,,,,,,,who; ndcmap
    cinolazepam,,benzodiazepine,oral,,N05CD13,,,,,,,,,,,,,who
    clobazam,,benzodiazepine,oral,,N05BA09,,21241,20,,,,0.5,ashton,0.5,,0.5,,who; memory:ashton; sacarny; \#
    ndcmap
    clonazepam,,benzodiazepine,oral,,N03AE01,,2598,8,,,,20,ashton,20,10,85/6,,who; ashton; vadod; \#
    sacarny; ndcmap
    clonazepam,,benzodiazepine,injection,inject*; vial*; amp*; syringe*; infus*; iv; intravenous,N03AE01,,\#
    2598,8,,,,,,,,,,who; ndcmap
    clorazepate,clorazepat; potassium clorazepate; clorazepate dipotassium; dipotassium clorazepate; \#
    clorazep,benzodiazepine,oral,,N05BA05,,2353,20,,,,2/3,ashton,2/3,2/3,8/9,,who; ashton; \#
    vadod; sacarny; ndcmap
    clotiazepam,,benzodiazepine,oral,,N05BA21,,,,,,,,,,,,,who
    cloxazolam,,benzodiazepine,oral,,N05BA22,,,,,,,,,,,,,who
    diazepam,,benzodiazepine,oral,,N05BA01,,3322,10,,,,1,ashton,1,1,1,,who; ashton; vadod; sacarny; ndcmap
    diazepam,,benzodiazepine,rectal,rectal*; suppos*; enema*; supp,N05BA01,,3322,10,,,,,,,,,,who; ndcmap
    diazepam,,benzodiazepine,injection,inject*; vial*; amp*; syringe*; infus*; iv; intravenous,N05BA01,,\#
    3322,10,,,,,,,,,,who; ndcmap
    doxefazepam,,benzodiazepine,oral,,N05CD12,,,,,,,,,,,,,who
    estazolam,,benzodiazepine,oral,,N05CD04,,4077,3,,,,20/3,ashton,20/3,10,25/3,,who; ashton; vadod; \#
    sacarny; ndcmap
    ethyl loflazepate,loflazepate,benzodiazepine,oral,,N05BA18,,,2,,,,,,,,,,who
    etizolam,,benzodiazepine,oral,,N05BA19,,,,,,,,,,,,,who
    fludiazepam,,benzodiazepine,oral,,N05BA17,,,0.75,,,,,,,,,,who
    flunitrazepam,,benzodiazepine,oral,,N05CD03,,,1,,,,10,ashton,10,,10,,who; memory:ashton; sacarny
    flurazepam,,benzodiazepine,oral,,N05CD01,,4501,30,,,,4/9,ashton,4/9,2/3,0.5,,who; ashton; \#
    vadod; sacarny; ndcmap
    halazepam,,benzodiazepine,oral,,N05BA13,,,100,,,,,,,,0.25,,who; sacarny
    ketazolam,,benzodiazepine,oral,,N05BA10,,,,,,,4/9,ashton,4/9,,,,who; memory:ashton
    loprazolam,,benzodiazepine,oral,,N05CD11,,,1,,,,20/3,ashton,20/3,,,,who; memory:ashton
    lorazepam,,benzodiazepine,oral,,N05BA06,,6470,2.5,,,,10,ashton,10,5,20/3,,who; ashton; vadod; \#
    sacarny; ndcmap
    lorazepam,,benzodiazepine,injection,inject*; vial*; amp*; syringe*; infus*; iv; intravenous,N05BA06,,\#
    6470,2.5,,,,,,,,,,who; ndcmap
    lormetazepam,,benzodiazepine,oral,,N05CD06,,,1,,,,20/3,ashton,20/3,,,,who; memory:ashton
    medazepam,,benzodiazepine,oral,,N05BA03,,,20,,,,1,ashton,1,,,,who; memory:ashton
    mexazolam,,benzodiazepine,oral,,N05BA25,,,,,,,,,,,,,who
    midazolam,,benzodiazepine,oral,,N05CD08,,6960,15,,,,,,,,2/3,,who; sacarny; ndcmap
    midazolam,,benzodiazepine,oromucosal,oromucosal; buccal; sublingual; prefilled oral syringe*; oral \#
    syringe*,N05CD08,,6960,10,,,,,,,,,,who; ndcmap
    midazolam,,benzodiazepine,nasal,nasal*; intranasal*; nasal spray,N05CD08,,6960,5,,,,,,,,,,who; ndcmap
    midazolam,,benzodiazepine,injection,inject*; vial*; amp*; syringe*; infus*; iv; intravenous,N05CD08,,\#
    6960,15,,,,,,,,,,who; ndcmap
    nimetazepam,,benzodiazepine,oral,,N05CD15,,,,,,,,,,,,,who
    nitrazepam,,benzodiazepine,oral,,N05CD02,,,5,,,,1,ashton,1,,,,who; memory:ashton
    nordazepam,nordiazepam; desmethyldiazepam,benzodiazepine,oral,,N05BA16,,,15,,,,1,ashton,1,,,,who; \#
    memory:ashton
    oxazepam,,benzodiazepine,oral,,N05BA04,,7781,50,,,,0.5,ashton,0.5,1/3,5/9,,who; ashton; vadod; \#
    sacarny; ndcmap
    pinazepam,,benzodiazepine,oral,,N05BA14,,,,,,,,,,,,,who
    prazepam,,benzodiazepine,oral,,N05BA11,,,30,,,,2/3,ashton,2/3,,0.5,,who; memory:ashton; sacarny
    quazepam,,benzodiazepine,oral,,N05CD10,,35185,15,,,,0.5,ashton,0.5,1,11/18,,who; ashton; vadod; \#
    sacarny; ndcmap
    remimazolam,,benzodiazepine,injection,,N05CD14,,,,,,,,,,,,,who
    temazepam,,benzodiazepine,oral,,N05CD07,,10355,20,,,,0.5,ashton,0.5,2/3,5/9,,who; ashton; vadod; \#
    sacarny; ndcmap
    tetrazepam,,benzodiazepine,oral,,M03BX07,,,,,,,,,,,,,who
    tofisopam,,benzodiazepine,oral,,N05BA23,,,,,,,,,,,,,who
    triazolam,,benzodiazepine,oral,,N05CD05,,10767,0.25,,,,20,ashton,20,40,100/3,,who; ashton; vadod; \#
    sacarny; ndcmap
    eszopiclone,eszopiclon,z-drug,oral,,N05CF04,,461016,2,,,,10/3,ashton,10/3,,10/3,,who; \#
    memory:ashton; sacarny; ndcmap
    zaleplon,,z-drug,oral,,N05CF03,,74667,10,,,,0.5,ashton,0.5,,0.75,,who; memory:ashton; sacarny; ndcmap
    zolpidem,zolpid,z-drug,oral,,N05CF02,,39993,10,,,,0.5,ashton,0.5,,0.75,,who; memory:ashton; sacarny; \#
    ndcmap
    zopiclone,zopiclon,z-drug,oral,,N05CF01,,,7.5,,,,2/3,ashton,2/3,,,,who; memory:ashton
    """#
}
