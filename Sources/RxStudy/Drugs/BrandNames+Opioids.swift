extension BrandNames {
  /// Brands of opioids of other countries and later years.
  static let opioids = #"""
    alfentanil,,,,memory,alfenta; rapifen
    benzhydrocodone,,,paracetamol,memory,apadaz
    buprenorphine,opioid-use-disorder,,,memory,sublocade; brixadi; buvidal; espranor; prefibin; tephine
    buprenorphine,opioid,7-day patch,,memory,butec; sevodyne; reletrans; panitaz; bupramyl; norspan
    buprenorphine,opioid,3-4-day patch,,memory,transtec; hapoctasin; relevtec; carlosafine; bupeaze
    buprenorphine,opioid,sublingual or buccal,,memory,temgesic
    buprenorphine,opioid,injection or not stated,,memory,buprenex
    codeine,,,paracetamol,memory,tylenol 2; tylenol 3; tylenol 4; tylenol no 2; tylenol no 3; \#
    tylenol no 4; emtec; kapake; tylex; solpadol; zapain; codipar; codoliprane; lenoltec; panadeine; \#
    prodeine; citodon; panocod; paralgin forte; pinex forte; gelonida; talvosilen; klipal; tachidol; \#
    co efferalgan; efferalgan codeine; solpadeine
    codeine,,,paracetamol; buclizine,memory,migraleve
    codeine,,,paracetamol; doxylamine,memory,mersyndol; syndol
    codeine,,,paracetamol; caffeine,memory,atasol 8; atasol 15; atasol 30; prontalgine
    codeine,,,aspirin; butalbital; caffeine,memory,fiorinal c; ascomp
    codeine,,,ibuprofen,memory,nurofen plus; nurofen codeine
    codeine,,,,memory,tricodein; codicontin; codeine contin
    codeine,,,aspirin,memory,codis
    codeine,opioid-antitussive,,,memory,guaifenesin ac; guaifen ac; cheratussin ac; guaiatussin ac; \#
    robitussin ac; virtussin; mytussin ac; iophen c; mar cof; tuxarin; tuzistra; galcodine; neo codion; \#
    neocodion; paderyl; tussipax; robafen ac; g tussin ac; coditussin; guiatuss ac; tusnel c
    dextromoramide,,,,memory,palfium
    dihydrocodeine,,,,memory,dhc continus; df 118; dicodin; codidol; tiamon
    dihydrocodeine,opioid-antitussive,,,memory,paracodin; paracodina
    dihydrocodeine,,,paracetamol,memory,remedeine; paramol; dvorah
    dipipanone,,,cyclizine,memory,diconal
    fentanyl,,patch,,memory,durogesic; matrifen; fencino; mezolar; victanyl; opiodur; osmanil; tilofyl; \#
    fentalis; dolforin
    fentanyl,,buccal or sublingual tablet or lozenge,,memory,effentora; recivit; vellofent
    fentanyl,,buccal film or oral spray,,memory,breakyl
    fentanyl,,nasal spray,,memory,instanyl; pecfent
    fentanyl,,injection or not stated,,memory,sublimaze
    hydrocodone,,,,memory,vantrela
    hydrocodone,,,paracetamol,memory,hycet; lorcet elixir; lortab elixir
    hydrocodone,opioid-antitussive,,,memory,tussionex; tussicaps; hydromet; tussigon; hycodan; hycofenix; \#
    obredon; rezira; vituz; zutripro; flowtuss; tussend
    hydromorphone,,,,memory,hydromorph contin; jurnista; sophidone; palladon; opidol
    ketobemidone,,,,memory,ketogan; ketorax; ketodur
    levomethadone,,,,memory,polamidon
    meperidine,,,,memory,pamergan; dolantin; dolosal; dolantina; dolsin
    meptazinol,,,,memory,meptid
    methadone,,,,memory,physeptone; metharose; metadol; metasedin; eptadone; heptadon; phymet; ketalgin
    morphine,,,,memory,mst; mst continus; zomorph; morphgesic; sevredol; statex; m eslon; m ediat; skenan; \#
    actiskenan; moscontin; kapanol; ordine; capros; painbreak; mxl; dolcontin; duramorph; infumorph; \#
    mitigo; astramorph; mscontin; substitol; oramorphe; vendal
    morphine,,,cyclizine,memory,cyclimorph
    nalbuphine,,,,memory,nubain
    oliceridine,,,,memory,olinvyk
    opium,,,,memory,paregoric; tinctura opii; dropizal
    opium,,,paracetamol,memory,lamaline; izalgi
    oxycodone,,,,memory,longtec; shortec; oxynorm; oxynormoro; oxylan; reltebon; oxeltra; abtard; oxyneo; \#
    supeudol; endone; oxygesic; roxybond
    oxycodone,,,naloxone,memory,targinact; targin; targiniq; myloxifin; oxyargin
    oxycodone,,,naltrexone,memory,troxyca
    oxycodone,,,paracetamol,memory,nalocet; prolate; roxilox; oxycocet; depalgos
    oxycodone,,,aspirin,memory,oxycodan
    pentazocine,,,,memory,fortral; fortwin; sosegon
    pholcodine,,,,memory,pavacol; galenphol; biocalyptol
    piritramide,,,,memory,dipidolor
    propoxyphene,,,,memory,aporex; doloxene; deprancol; antalvic; abalgin
    propoxyphene,,,paracetamol,memory,distalgesic; di antalvic; propofan; dexofen; capadex; di gesic; \#
    paradex
    remifentanil,,,,memory,ultiva
    sufentanil,,,,memory,dsuvia; sufenta; zalviso; dzuveo
    tapentadol,,,,memory,palexia; yantil; ationdo
    tilidine,,,naloxone,memory,valoron; valtran
    tramadol,,,,memory,zydol; zamadol; tramal; tramake; maxitram; marol; mabron; larapam; invodol; \#
    tilodol; tramquel; contramal; topalgic; zamudol; monoalgic; monocrixo; adolonta; nobligan; tiparol; \#
    tradolan; dolol; dolatramyl; tridural; ralivia; zytram; durela; qdolo; tramagetic; tramundin; \#
    dromadol; zeridame; oldaram; orozamudol; trexol; tramabeta; tramadolor; takadol; tramagit
    tramadol,,,paracetamol,memory,tramacet; ixprim; zaldiar; tradorec; paxiflas
    tramadol,,,celecoxib,memory,seglentis
    tramadol,,,dexketoprofen,memory,skudexa
    """#
}
