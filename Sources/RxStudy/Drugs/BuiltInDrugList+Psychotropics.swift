extension BuiltInDrugList {
  /// Gabapentinoids, SSRIs, SNRIs, buspirone, muscle relaxants and tricyclics: what the drugs of interest
  /// are most often taken together with.
  static let psychotropics = #"""
    gabapentin,gabapentin enacarbil,gabapentinoid,oral,,N02BF01,,25480,1800,,,,,,,,,,who; omop
    mirogabalin,,gabapentinoid,oral,,N02BF03,,,25,,,,,,,,,,who
    pregabalin,,gabapentinoid,oral,,N02BF02,,187832,300,,,,,,,,,,who; omop
    citalopram,,ssri,oral,,N06AB04,,2556,20,,,,,,,,,,who; cpic
    escitalopram,escitalop,ssri,oral,,N06AB10,,321988,10,,,,,,,,,,who; cpic
    fluoxetine,fluoxetin,ssri,oral,,N06AB03,N06CA03,4493,20,,,,,,,,,,who; cpic
    fluvoxamine,fluvoxamin,ssri,oral,,N06AB08,,42355,100,,,,,,,,,,who; cpic
    paroxetine,paroxetin,ssri,oral,,N06AB05,,32937,20,,,,,,,,,,who; cpic
    sertraline,sertralin,ssri,oral,,N06AB06,,36437,50,,,,,,,,,,who; cpic
    desvenlafaxine,desvenlafaxin,snri,oral,,N06AX23,,,50,,,,,,,,,,who
    duloxetine,duloxetin,snri,oral,,N06AX21,,72625,60,,,,,,,,,,who; cpic
    levomilnacipran,,snri,oral,,N06AX28,,,40,,,,,,,,,,who
    milnacipran,,snri,oral,,N06AX17,,,100,,,,,,,,,,who
    venlafaxine,venlafaxin,snri,oral,,N06AX16,,39786,100,,,,,,,,,,who; cpic
    buspirone,buspiron,buspirone,oral,,N05BE01,,1827,30,,,,,,,,,,who; omop
    baclofen,,muscle-relaxant,oral,,M03BX01,,1292,50,,,,,,,,,,who; omop
    carisoprodol,carisoprod,muscle-relaxant,oral,,M03BA02,M03BA52; M03BA72,2101,1400,,,,,,,,,,who; cpic
    chlormezanone,chlormezanon,muscle-relaxant,oral,,M03BB02,M03BB52; M03BB72,,600,,,,,,,,,,who
    chlorzoxazone,chlorzoxazon,muscle-relaxant,oral,,M03BB03,M03BB53; M03BB73,2410,1500,,,,,,,,,,who; omop
    cyclobenzaprine,cyclobenzaprin; cyclobenzapr,muscle-relaxant,oral,,M03BX08,,,,,,,,,,,,,who
    dantrolene,dantrolen,muscle-relaxant,oral,,M03CA01,,3105,100,,,,,,,,,,who; omop
    eperisone,eperison,muscle-relaxant,oral,,M03BX09,,,150,,,,,,,,,,who
    febarbamate,febarbamat,muscle-relaxant,oral,,M03BA05,,,300,,,,,,,,,,who
    fenyramidol,phenyramidol,muscle-relaxant,oral,,M03BX30,,,2000,,,,,,,,,,who
    mephenesin,,muscle-relaxant,oral,,M03BX06,,,,,,,,,,,,,who
    metaxalone,metaxalon,muscle-relaxant,oral,,,,59078,,,,,,,,,,,rxnorm; omop
    methocarbamol,methocarbam,muscle-relaxant,oral,,M03BA03,M03BA53; M03BA73,6845,3000,,,,,,,,,,who; omop
    orphenadrine,orphenadrin,muscle-relaxant,oral,,M03BC01,M03BC51; N04AB02,,120,,,,,,,,,,who
    phenprobamate,phenprobamat,muscle-relaxant,oral,,M03BA01,M03BA51; M03BA71,,1600,,,,,,,,,,who
    pridinol,,muscle-relaxant,oral,,M03BX03,M03BX53,,6,,,,,,,,,,who
    styramate,styramat,muscle-relaxant,oral,,M03BA04,,,500,,,,,,,,,,who
    thiocolchicoside,thiocolchicosid,muscle-relaxant,oral,,M03BX05,M03BX55,,,,,,,,,,,,who
    tizanidine,tizanidin,muscle-relaxant,oral,,M03BX02,,57258,12,,,,,,,,,,who; omop
    tolperisone,tolperison,muscle-relaxant,oral,,M03BX04,,,200,,,,,,,,,,who
    amitriptyline,amitriptylin; amitriptyl; amitrip,tricyclic,oral,,N06AA09,N06CA01,704,75,,,,,,,,,,who; cpic
    amoxapine,amoxapin,tricyclic,oral,,N06AA17,,722,150,,,,,,,,,,who; omop
    butriptyline,butriptylin,tricyclic,oral,,N06AA15,,,75,,,,,,,,,,who
    clomipramine,clomipramin,tricyclic,oral,,N06AA04,,2597,100,,,,,,,,,,who; cpic
    desipramine,desipramin,tricyclic,oral,,N06AA01,,3247,100,,,,,,,,,,who; cpic
    dibenzepin,,tricyclic,oral,,N06AA08,,,300,,,,,,,,,,who
    dosulepin,dothiepin,tricyclic,oral,,N06AA16,,,150,,,,,,,,,,who
    doxepin,,tricyclic,oral,,N06AA12,,3638,100,,,,,,,,,,who; cpic
    imipramine,imipramin,tricyclic,oral,,N06AA02,,5691,100,,,,,,,,,,who; cpic
    lofepramine,lofepramin,tricyclic,oral,,N06AA07,,,105,,,,,,,,,,who
    melitracen,,tricyclic,oral,,N06AA14,N06CA02,,75,,,,,,,,,,who
    nortriptyline,nortriptylin; nortriptyl,tricyclic,oral,,N06AA10,,7531,75,,,,,,,,,,who; cpic
    opipramol,,tricyclic,oral,,N06AA05,,,150,,,,,,,,,,who
    protriptyline,protriptylin,tricyclic,oral,,N06AA11,,8886,30,,,,,,,,,,who; cpic
    trimipramine,trimipramin,tricyclic,oral,,N06AA06,,10834,150,,,,,,,,,,who; cpic
    """#

  /// Antipsychotics of the first and second generation, with their depot forms.
  static let antipsychotics = #"""
    amisulpride,amisulprid,antipsychotic,oral,,N05AL05,,,400,,,,,,,,,,who
    aripiprazole,aripiprazol,antipsychotic,oral,,N05AX12,,89013,15,,,,,,,,,,who; cpic
    aripiprazole,,antipsychotic,depot injection,lauroxil; extended release inject*; prolonged release \#
    inject*; extended release suspension; depot,N05AX12,,89013,13.3,,,,,,,,,,who; cpic
    asenapine,asenapin,antipsychotic,sublingual,,N05AH05,,784649,20,,,,,,,,,,who; omop
    benperidol,,antipsychotic,oral,,N05AD07,,,1.5,,,,,,,,,,who
    brexpiprazole,brexpiprazol,antipsychotic,oral,,N05AX16,,1658314,3,,,,,,,,,,who; cpic
    bromperidol,,antipsychotic,oral,,N05AD06,,,10,,,,,,,,,,who
    bromperidol,,antipsychotic,depot injection,decanoate; depot,N05AD06,,,3.3,,,,,,,,,,who
    cariprazine,cariprazin,antipsychotic,oral,,N05AX15,,,3,,,,,,,,,,who
    chlorpromazine,chlorpromazin; chlorpromaz,antipsychotic,oral,,N05AA01,,2403,300,,,,,,,,,,who; omop
    chlorprothixene,chlorprothixen,antipsychotic,oral,,N05AF03,,,300,,,,,,,,,,who
    clotiapine,clotiapin; clothiapine,antipsychotic,oral,,N05AH06,,,80,,,,,,,,,,who
    clozapine,clozapin,antipsychotic,oral,,N05AH02,,2626,300,,,,,,,,,,who; cpic
    cyamemazine,cyamemazin,antipsychotic,oral,,N05AA06,,,,,,,,,,,,,who
    dixyrazine,dixyrazin,antipsychotic,oral,,N05AB01,,,50,,,,,,,,,,who
    droperidol,,antipsychotic,injection,,N05AD08,,,2.5,,,,,,,,,,who
    flupentixol,flupenthixol,antipsychotic,oral,,N05AF01,,,6,,,,,,,,,,who
    flupentixol,,antipsychotic,depot injection,decanoate; depot; inject*,N05AF01,,,4,,,,,,,,,,who
    fluphenazine,fluphenazin,antipsychotic,oral,,N05AB02,,4496,10,,,,,,,,,,who; omop
    fluphenazine,,antipsychotic,depot injection,decanoate; enanthate; enantate; depot,N05AB02,,4496,1,,,,,,,\#
    ,,,who; omop
    fluspirilene,fluspirilen,antipsychotic,depot injection,,N05AG01,,,0.7,,,,,,,,,,who
    haloperidol,,antipsychotic,oral,,N05AD01,,5093,8,,,,,,,,,,who; cpic
    haloperidol,,antipsychotic,depot injection,decanoate; depot,N05AD01,,5093,3.3,,,,,,,,,,who; cpic
    iloperidone,iloperidon,antipsychotic,oral,,N05AX14,,73178,18,,,,,,,,,,who; cpic
    levomepromazine,levomepromazin; methotrimeprazine,antipsychotic,oral,,N05AA02,,,300,,,,,,,,,,who
    levosulpiride,levosulpirid,antipsychotic,oral,,N05AL07,,,400,,,,,,,,,,who
    loxapine,loxapin,antipsychotic,oral,,N05AH01,,6475,100,,,,,,,,,,who; omop
    lumateperone,lumateperon,antipsychotic,oral,,N05AD10,,,,,,,,,,,,,who
    lurasidone,lurasidon,antipsychotic,oral,,N05AE05,,,60,,,,,,,,,,who
    melperone,melperon,antipsychotic,oral,,N05AD03,,,300,,,,,,,,,,who
    mesoridazine,mesoridazin,antipsychotic,oral,,N05AC03,,,200,,,,,,,,,,who
    molindone,molindon,antipsychotic,oral,,N05AE02,,,50,,,,,,,,,,who
    olanzapine,olanzapin,antipsychotic,oral,,N05AH03,N05AH53,61381,10,,,,,,,,,,who; cpic
    olanzapine,,antipsychotic,depot injection,pamoate; embonate; depot,N05AH03,,61381,10,,,,,,,,,,who; cpic
    paliperidone,paliperidon,antipsychotic,oral,,N05AX13,,,6,,,,,,,,,,who
    paliperidone,,antipsychotic,depot injection,palmitate; inject*; depot,N05AX13,,,2.5,,,,,,,,,,who
    penfluridol,,antipsychotic,oral,,N05AG03,,,6,,,,,,,,,,who
    perazine,perazin,antipsychotic,oral,,N05AB10,,,100,,,,,,,,,,who
    periciazine,periciazin; pericyazine; propericiazine,antipsychotic,oral,,N05AC01,,,50,,,,,,,,,,who
    perphenazine,perphenazin,antipsychotic,oral,,N05AB03,,8076,30,,,,,,,,,,who; cpic
    perphenazine,,antipsychotic,depot injection,enanthate; enantate; decanoate; depot,N05AB03,,8076,7,,,,,,,\#
    ,,,who; cpic
    pimavanserin,,antipsychotic,oral,,N05AX17,,,,,,,,,,,,,who
    pimozide,pimozid,antipsychotic,oral,,N05AG02,,8331,4,,,,,,,,,,who; cpic
    pipamperone,pipamperon,antipsychotic,oral,,N05AD05,,,200,,,,,,,,,,who
    pipotiazine,pipotiazin; pipothiazine,antipsychotic,oral,,N05AC04,,,10,,,,,,,,,,who
    pipotiazine,,antipsychotic,depot injection,palmitate; depot; inject*,N05AC04,,,5,,,,,,,,,,who
    prochlorperazine,prochlorperazin; prochlorperaz,antipsychotic,oral,,N05AB04,,8704,100,,,,,,,,,,who; omop
    promazine,promazin,antipsychotic,oral,,N05AA03,,,300,,,,,,,,,,who
    prothipendyl,,antipsychotic,oral,,N05AX07,,,240,,,,,,,,,,who
    quetiapine,quetiapin,antipsychotic,oral,,N05AH04,,51272,400,,,,,,,,,,who; omop
    remoxipride,remoxiprid,antipsychotic,oral,,N05AL04,,,300,,,,,,,,,,who
    risperidone,risperidon,antipsychotic,oral,,N05AX08,,35636,5,,,,,,,,,,who; cpic
    risperidone,,antipsychotic,depot injection,microspheres; inject*; depot; extended release suspension,\#
    N05AX08,,35636,2.7,,,,,,,,,,who; cpic
    sertindole,sertindol,antipsychotic,oral,,N05AE03,,,16,,,,,,,,,,who
    sulpiride,sulpirid,antipsychotic,oral,,N05AL01,,,800,,,,,,,,,,who
    sultopride,sultoprid,antipsychotic,oral,,N05AL02,,,1200,,,,,,,,,,who
    thioproperazine,thioproperazin,antipsychotic,oral,,N05AB08,,,75,,,,,,,,,,who
    thioridazine,thioridazin,antipsychotic,oral,,N05AC02,,10502,300,,,,,,,,,,who; cpic
    tiapride,tiaprid,antipsychotic,oral,,N05AL03,,,400,,,,,,,,,,who
    tiotixene,tiotixen; thiothixene,antipsychotic,oral,,N05AF04,,10510,30,,,,,,,,,,who; omop
    trifluoperazine,trifluoperazin,antipsychotic,oral,,N05AB06,,10800,20,,,,,,,,,,who; omop
    triflupromazine,triflupromazin,antipsychotic,oral,,N05AA05,,,100,,,,,,,,,,who
    xanomeline,xanomelin,antipsychotic,oral,,N05AX50,,,,,,,,,,,,,who
    ziprasidone,ziprasidon,antipsychotic,oral,,N05AE04,,,80,,,,,,,,,,who
    zotepine,zotepin,antipsychotic,oral,,N05AX11,,,200,,,,,,,,,,who
    zuclopenthixol,zuclopentixol,antipsychotic,oral,,N05AF05,,114176,30,,,,,,,,,,who; cpic
    zuclopenthixol,,antipsychotic,depot injection,decanoate; depot,N05AF05,,114176,15,,,,,,,,,,who; cpic
    """#
}
