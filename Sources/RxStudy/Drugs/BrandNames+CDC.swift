extension BrandNames {
  /// Brands of CDC's lists of 2017, with the partners that the lists name.
  static let cdc = #"""
    alprazolam,,,,cdc2017,xanax; niravam
    buprenorphine,opioid-use-disorder,,,cdc2017,subutex; probuphine
    buprenorphine,opioid-use-disorder,,naloxone,cdc2017,suboxone; zubsolv; bunavail
    buprenorphine,opioid,7-day patch,,cdc2017,butrans
    buprenorphine,opioid,sublingual or buccal,,cdc2017,belbuca
    butorphanol,,,,cdc2017,stadol
    chlordiazepoxide,,,,cdc2017,a poxide; ro poxide; libaca; libritabs; librium; mitran; poxi; reposans; \#
    sereen; sk lygen; ^spat; ^spaz
    clobazam,,,,cdc2017,onfi
    clonazepam,,,,cdc2017,klonopin
    clorazepate,,,,cdc2017,gen xene; tranxene
    codeine,,,paracetamol,cdc2017,acetaco; acetatab; coastaldyne; cocet; codaphen; emcodeine; empracet; \#
    ^ez iii; febridyne; ^m gesic; margesic 3; ^proval; pyregesic c; vopac
    codeine,,,aspirin; butalbital; caffeine,cdc2017,^b a c; idenal; isobutal
    codeine,,,paracetamol; butabarbital,cdc2017,^g 3
    diazepam,,,,cdc2017,q pam; ro azepam; valium; valrelease; ^x o spaz
    diazepam,,rectal,,cdc2017,diastat
    dihydrocodeine,,,paracetamol; caffeine,cdc2017,dhc plus; panlor dc; panlor ss; regal dc; trezix; \#
    zerlor
    dihydrocodeine,,,aspirin; caffeine,cdc2017,synalgos
    estazolam,,,,cdc2017,prosom
    fentanyl,,buccal or sublingual tablet or lozenge,,cdc2017,abstral; actiq; fentora
    fentanyl,,patch,,cdc2017,duragesic
    fentanyl,,,,cdc2017,ionsys
    fentanyl,,nasal spray,,cdc2017,lazanda
    fentanyl,,buccal film or oral spray,,cdc2017,onsolis; subsys
    flurazepam,,,,cdc2017,dalmane
    halazepam,,,,cdc2017,paxipam
    hydrocodone,,,paracetamol,cdc2017,^allay; amacodone; anexsia; anolor dh; bancap; ^ceta plus; co gesic; \#
    dolacet; dolagesic; dolfen; dolo pap; dolorex; duocet; duradyne; duradyne dhc; hydrocet; ^gesic; \#
    ^hy 5; ^hy phen; hyco pap; hycogesic; hycomed; hycotab; hydrogesic; liquicet; lorcet; lortab; \#
    margesic h; maxidone; medipain; megagesic; megamor; norcet; norco; oncet; panacet; panlor; polygesic; \#
    procet; propain; ro codone; rogesic; senefen; stagesic; ^t gesic; ugesic; vanacet; vapocet; vendone; \#
    verdrocet; vicodin; xodol; zamicet; zydone
    hydrocodone,,,aspirin,cdc2017,^alor; azdone; damason; lortab asa; panasal
    hydrocodone,,,ibuprofen,cdc2017,ibudone; reprexain; vicoprofen; xylon
    hydrocodone,,,,cdc2017,hysingla; zohydro
    hydromorphone,,,,cdc2017,dilaudid; exalgo; hydrostat; palladone
    levomethadyl,,,,cdc2017,orlaam
    levorphanol,,,,cdc2017,levo-dromoran; levo dromoran; levodromoran
    lorazepam,,,,cdc2017,ativan; ^probate
    meperidine,,,,cdc2017,demerol; meperitab
    methadone,,,,cdc2017,dolophine; methadose
    methadone,opioid-use-disorder,,,cdc2017,diskets
    morphine,,,,cdc2017,arymo; avinza; kadian; morphabond; ms contin; ^ms l; ^ms s; msir; ^oms; oramorph; \#
    rescudose; ^rms; roxanol
    morphine,,,naltrexone,cdc2017,embeda
    opium,,,belladonna,cdc2017,supprettes
    oxazepam,,,,cdc2017,serax
    oxycodone,,,,cdc2017,dazidox; endocodone; eth oxydose; oxaydo; oxecta; oxy ir; oxycontin; oxyfast; \#
    percolone; roxicodone; xtampza
    oxycodone,,,paracetamol,cdc2017,endocet; magnacet; narvox; oxycet; percocet; perloxx; primalev; \#
    primlev; roxicet; tylox; xartemis; xolox
    oxycodone,,,aspirin,cdc2017,endodan; percodan; roxiprin
    oxycodone,,,ibuprofen,cdc2017,combunox
    oxymorphone,,,,cdc2017,numorphan; opana
    pentazocine,,,paracetamol,cdc2017,talacen
    pentazocine,,,,cdc2017,talwin
    pentazocine,,,naloxone,cdc2017,talwin nx
    prazepam,,,,cdc2017,centrax
    propoxyphene,,,,cdc2017,cotanal; darvon; dolene; doraphen; ^pp cap; pro pox; ^sk 65; margesic 65
    propoxyphene,,,paracetamol,cdc2017,balacet; ^d rex; darvocet; dolene ap; doxapap; ^e lor; pancet; \#
    pronap; propacet; propoxacet; sk 65 apap; wygesic
    propoxyphene,,,aspirin; caffeine,cdc2017,bexophene; darvon compound; dolene compound; doraphen co; \#
    doxaphene; margesic a c; ^pc cap; pro pox plus; propoxycon; sk 65 compound
    quazepam,,,,cdc2017,doral; dormalin
    tapentadol,,,,cdc2017,nucynta
    temazepam,,,,cdc2017,restoril
    tramadol,,,,cdc2017,conzip; rybix; ryzolt; synapryn; ultram
    tramadol,,,paracetamol,cdc2017,ultracet
    triazolam,,,,cdc2017,halcion
    zolpidem,,,,cdc2017,ambien; ambienpak; edluar; intermezzo; zolpimist
    """#
}
