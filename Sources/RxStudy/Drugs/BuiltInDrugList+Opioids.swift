extension BuiltInDrugList {
  /// Opioids: analgesic, for opioid use disorder, for cough, for anaesthesia.
  static let opioids = #"""
    benzhydrocodone,benzhydrocodon; benzhydrocod,opioid,oral,,,,2001352,,,,,,,,,,,rxnorm; ndcmap
    bezitramide,bezitramid,opioid,oral,,N02AC05,,,15,,,,,,,,,,who
    buprenorphine,buprenorphin; buprenorph; buprenorfina,opioid,injection or not stated,inject*; vial*; \#
    amp*; syringe*; infus*; iv; intravenous,N02AE01,,1819,1.2,,,,,,,,,,who; ndcmap
    buprenorphine,,opioid,7-day patch,patch*; transderm*; td; 168 hr; mcg hr; mcg h; microgram* hour; mg \#
    hr; 7 day,N02AE01,,1819,1.2,,,,,,,,,,who; ndcmap
    buprenorphine,,opioid,3-4-day patch,patch* & 35; patch* & 52.5; patch* & 70; patch*; transderm* & 35; \#
    transderm* & 52.5; transderm* & 70; transderm*; mcg hr; mcg h; microgram* hour; mg hr; 72 hr; 96 hr,\#
    N02AE01,,1819,1.2,,,,,,,,,,who; ndcmap
    buprenorphine,,opioid,sublingual or buccal,subl*; sl; buccal; film*; tablet*,N02AE01,,1819,1.2,,,,\#
    ,,,,,,who; ndcmap
    butorphanol,,opioid,nasal spray,,N02AF01,,1841,,7,2016,mg,,,,,,,who; cdc2016; ndcmap
    butorphanol,,opioid,injection,inject*; vial*; amp*; syringe*; infus*; iv; intravenous,N02AF01,,1841,12,,\#
    ,,,,,,,,who; ndcmap
    codeine,codein; codeina; kodein; codei,opioid,oral,,R05DA04,\#
    N02AJ06; N02AJ07; N02AJ08; N02AJ09; N02AA59; N02AA79,2670,100,0.15,2022,mg,,,,,,,who; cdc2022; ndcmap
    codeine,,opioid,injection,inject*; vial*; amp*; syringe*; infus*; iv; intravenous,R05DA04,,2670,,,,,,,,,\#
    ,,who; ndcmap
    dextromoramide,dextromoramid,opioid,oral,,N02AC01,,,20,,,,,,,,,,who
    dezocine,dezocin,opioid,injection,,N02AX03,,,,,,,,,,,,,who
    diamorphine,diamorphin; heroin; diacetylmorphine,opioid,injection,,N07BC06,,,,,,,,,,,,,who
    dihydrocodeine,dihydrocodein; drocode; dihydrocod,opioid,oral,,N02AA08,\#
    N02AA58; N02AJ01; N02AJ02; N02AJ03,23088,150,0.25,2016,mg,,,,,,,who; cdc2016; ndcmap
    dipipanone,dipipanon,opioid,oral,,,,,,,,,,,,,,,openprescribing
    fentanyl,fentanil; fentanilo,opioid,injection or not stated,inject*; vial*; amp*; syringe*; infus*; iv; \#
    intravenous,N02AB03,N01AH01; N01AH51,4337,,,,,,,,,,,who; ndcmap
    fentanyl,,opioid,patch,patch*; transderm*; td; 72 hr; mcg hr; mcg h; microgram* hour; mg hr,N02AB03,,\#
    4337,1.2,7.2,2022,mcg/h per patch,,,,,,,who; cdc2022; ndcmap
    fentanyl,,opioid,buccal or sublingual tablet or lozenge,buccal; subl*; tablet*; tab; lozenge*; troche*; \#
    transmucosal; lollipop*; lpop; loz; otfc,N02AB03,,4337,0.6,0.13,2016,mcg,,,,,,,who; cdc2016; ndcmap
    fentanyl,,opioid,buccal film or oral spray,film*; buccal film*; soluble film*; spray*; oral spray*; \#
    sublingual spray*; mucosal spray*,N02AB03,,4337,0.6,0.18,2016,mcg,,,,,,,who; cdc2016; ndcmap
    fentanyl,,opioid,nasal spray,nasal*; intranasal*; nasal spray,N02AB03,,4337,0.6,0.16,2016,mcg,,,,,,,\#
    who; cdc2016; ndcmap
    hydrocodone,hydrocodon; hydrocod; dihydrocodeinone,opioid,oral,,R05DA03,N02AJ22; N02AJ23,5489,,1,2022,\#
    mg,,,,,,,who; cdc2022; ndcmap
    hydromorphone,hydromorphon; hydromorph; dihydromorphinone,opioid,oral,,N02AA03,N02AA53,3423,20,5,2022,\#
    mg,,,,,,,who; cdc2022; ndcmap
    hydromorphone,,opioid,injection,inject*; vial*; amp*; syringe*; infus*; iv; intravenous,N02AA03,,3423,4,\#
    ,,,,,,,,,who; ndcmap
    ketobemidone,ketobemidon; cetobemidone,opioid,oral,,N02AB01,N02AG02,,50,,,,,,,,,,who
    levorphanol,,opioid,oral,,,,6378,,11,2016,mg,,,,,,,rxnorm; cdc2016; ndcmap
    meperidine,meperidin; pethidine; petidine,opioid,oral,,N02AB02,N02AB52; N02AB72,6754,400,0.1,2016,mg,,,,\#
    ,,,who; cdc2016; ndcmap
    meperidine,,opioid,injection,inject*; vial*; amp*; syringe*; infus*; iv; intravenous,N02AB02,,6754,400,,\#
    ,,,,,,,,who; ndcmap
    meptazinol,,opioid,oral,,N02AX05,,,1200,,,,,,,,,,who
    methadone,methadon; metadona; metadon,opioid,oral,,N07BC02,N02AC52,6813,25,4.7,2022,mg,,,,,,,who; \#
    cdc2022; ndcmap
    methadone,,opioid,injection,inject*; vial*; amp*; syringe*; infus*; iv; intravenous,N07BC02,,6813,25,,,,\#
    ,,,,,,who; ndcmap
    morphine,morphin; morfina; morfin,opioid,oral,,N02AA01,N02AA51; N02AG01,7052,100,1,2022,mg,,,,,,,who; \#
    cdc2022; ndcmap
    morphine,,opioid,rectal,rectal*; suppos*; enema*; supp,N02AA01,,7052,30,1,2016,mg,,,,,,,who; cdc2016; \#
    ndcmap
    morphine,,opioid,injection,inject*; vial*; amp*; syringe*; infus*; iv; intravenous,N02AA01,,7052,30,,,,,\#
    ,,,,,who; ndcmap
    nalbuphine,nalbuphin,opioid,injection,,N02AF02,,7238,80,,,,,,,,,,who; ndcmap
    nicomorphine,nicomorphin,opioid,oral,,N02AA04,,,30,,,,,,,,,,who
    oliceridine,oliceridin,opioid,injection,,N02AX07,,,,,,,,,,,,,who
    opium,,opioid,oral or rectal,,N02AA02,A07DA02,7676,,1,2016,mg,,,,,,,who; memory:A07DA02; cdc2016; ndcmap
    oxycodone,oxycodon; oxycod; oxicodona,opioid,oral,,N02AA05,N02AA55; N02AA56; N02AJ17; N02AJ18; N02AJ19,\#
    7804,75,1.5,2022,mg,,,,,,,who; cdc2022; ndcmap
    oxycodone,,opioid,injection,inject*; vial*; amp*; syringe*; infus*; iv; intravenous,N02AA05,,7804,30,,,,\#
    ,,,,,,who; ndcmap
    oxymorphone,oxymorphon; oxymorph,opioid,oral,,N02AA11,,7814,,3,2022,mg,,,,,,,who; cdc2022; ndcmap
    oxymorphone,,opioid,injection,inject*; vial*; amp*; syringe*; infus*; iv; intravenous,N02AA11,,7814,,,,,\#
    ,,,,,,who; ndcmap
    papaveretum,,opioid,injection,,N02AA10,,,,,,,,,,,,,who
    pentazocine,pentazocin; pentazoc,opioid,oral,,N02AD01,N02AD51,8001,200,0.37,2016,mg,,,,,,,who; cdc2016; \#
    ndcmap
    pentazocine,,opioid,injection,inject*; vial*; amp*; syringe*; infus*; iv; intravenous,N02AD01,,8001,200,\#
    ,,,,,,,,,who; ndcmap
    phenazocine,phenazocin,opioid,injection,,N02AD02,,,3,,,,,,,,,,who
    piritramide,piritramid,opioid,injection,,N02AC03,,,45,,,,,,,,,,who
    propoxyphene,dextropropoxyphene; propoxyphen; propoxyph; propoxy; \#
    dextropropoxyphen,opioid,oral,hydrochloride; hcl,N02AC04,N02AC54; N02AC74,8785,200,0.23,2016,mg,,,,,,,\#
    who; cdc2016; omop
    propoxyphene,,opioid,oral napsylate,napsylate; n,N02AC04,N02AC54; N02AC74,8785,300,0.23,2016,mg,,,,,,,\#
    who; cdc2016; omop
    tapentadol,,opioid,oral,,N02AX06,,787390,400,0.4,2022,mg,,,,,,,who; cdc2022; ndcmap
    tilidine,tilidin; tilidate,opioid,oral,,N02AX01,N02AX51,,200,,,,,,,,,,who
    tramadol,,opioid,oral,,N02AX02,N02AJ13; N02AJ14; N02AJ15; N02AJ16,10689,300,0.2,2022,mg,,,,,,,who; \#
    cdc2022; ndcmap
    tramadol,,opioid,injection,inject*; vial*; amp*; syringe*; infus*; iv; intravenous,N02AX02,,10689,300,,,\#
    ,,,,,,,who; ndcmap
    buprenorphine,,opioid-use-disorder,sublingual,,N07BC01,N07BC51,1819,8,,,,,,,,,>=1 mg & !patch* & \#
    !transderm*; subl* & !<1 mg; sl & !<1 mg; implant*; extended release inject*; prolonged release \#
    inject*; depot,who; ndcmap
    levomethadone,levomethadon,opioid-use-disorder,oral,,N07BC05,,,15,,,,,,,,,,who
    levomethadyl,levacetylmethadol; levomethadyl acetate; laam,opioid-use-disorder,oral solution,,N07BC03,,,\#
    ,,,,,,,,,,who
    methadone,,opioid-use-disorder,oral,,N07BC02,,6813,25,,,,,,,,,disp & !<40 mg; \#
    dispr & !<40 mg; dispers* & !<40 mg; 40 mg & solub*; 40 mg & susp*; 40 mg & tab sol; 40 mg & tab solu; \#
    40 mg & tablet sol; 40 mg & tablet solu; 40 mg & sol tab*; 40 mg & tbso; methadose & conc*,who; ndcmap
    codeine,,opioid-antitussive,cough and cold,,R05DA04,R05DA20; R05FA02,2670,100,0.15,2022,mg,,,,,,,who; \#
    memory:R05DA20; memory:R05FA02; cdc2022; ndcmap
    dihydrocodeine,,opioid-antitussive,cough and cold,,N02AA08,,23088,,,,,,,,,,,who; ndcmap
    ethylmorphine,ethylmorphin,opioid-antitussive,cough and cold,,R05DA01,,,50,,,,,,,,,,who
    hydrocodone,,opioid-antitussive,cough and cold,,R05DA03,,5489,15,1,2022,mg,,,,,,,who; cdc2022; ndcmap
    pholcodine,pholcodin,opioid-antitussive,cough and cold,,R05DA08,,,50,,,,,,,,,,who
    alfentanil,,opioid-anaesthetic,injection,,N01AH02,,480,,,,,,,,,,,who; ndcmap
    anileridine,anileridin,opioid-anaesthetic,injection,,N01AH05,,,,,,,,,,,,,who
    phenoperidine,phenoperidin,opioid-anaesthetic,injection,,N01AH04,,,,,,,,,,,,,who
    remifentanil,,opioid-anaesthetic,injection,,N01AH06,,73032,,,,,,,,,,,who; ndcmap
    sufentanil,sufentanyl,opioid-anaesthetic,injection or sublingual,,N01AH03,,56795,,,,,,,,,,,who; ndcmap
    """#
}
