extension BrandNames {
  /// Brands of the drugs that are taken together with opioids and benzodiazepines.
  static let psychotropics = #"""
    gabapentin,,,,memory,neurontin; gralise; horizant; gabarone; fanatrex
    pregabalin,,,,memory,lyrica; alzain; axalid; rewisca; lecaent; pregabador; algerika
    mirogabalin,,,,memory,tarlige
    citalopram,,,,memory,celexa; cipramil; cipram; seropram; seropramil; prisdal
    escitalopram,,,,memory,lexapro; cipralex; seroplex; esertia; entact; sipralexa
    fluoxetine,,,,memory,prozac; sarafem; fluctin; fluctine; adofen
    fluvoxamine,,,,memory,luvox; faverin; fevarin; floxyfral; dumirox; dumyrox
    paroxetine,,,,memory,paxil; seroxat; pexeva; brisdelle; deroxat; aropax; dropax; paxetin; motivan
    sertraline,,,,memory,zoloft; lustral; gladem; besitran; serlain; tresleen; altruline
    desvenlafaxine,,,,memory,pristiq; khedezla
    duloxetine,,,,memory,cymbalta; drizalma; irenka; yentreve; ariclaim; xeristar
    levomilnacipran,,,,memory,fetzima
    milnacipran,,,,memory,savella; ixel; dalcipran
    venlafaxine,,,,memory,effexor; efexor; trevilor; vandral; venlalic; dobupal; vensir
    buspirone,,,,memory,buspar; buspin
    baclofen,,,,memory,lioresal; gablofen; ozobax; lyvispah; fleqsuvy
    carisoprodol,,,,memory,soma; vanadom; somadril; sanoma
    chlorzoxazone,,,,memory,parafon; lorzone
    cyclobenzaprine,,,,memory,flexeril; amrix; fexmid; yurelax
    dantrolene,,,,memory,dantrium; ryanodex; revonto; dantamacrin
    metaxalone,,,,memory,skelaxin; metaxall
    methocarbamol,,,,memory,robaxin; ortoton
    orphenadrine,,,,memory,norflex; orphengesic; norgesic; disipal; biorphen
    tizanidine,,,,memory,zanaflex; sirdalud; ternelin
    tolperisone,,,,memory,mydocalm; viveo
    thiocolchicoside,,,,memory,coltramyl; miorel; muscoril
    amitriptyline,,,,memory,elavil; endep; saroten; laroxyl; tryptizol; redomex; vanatrip; sarotex
    amoxapine,,,,memory,defanyl
    clomipramine,,,,memory,anafranil
    desipramine,,,,memory,norpramin; pertofran; pertofrane
    dosulepin,,,,memory,prothiaden; prepadine
    doxepin,,,,memory,sinequan; silenor; aponal; sinquan; quitaxon; xepin
    imipramine,,,,memory,tofranil
    lofepramine,,,,memory,gamanil; lomont
    melitracen,,,,memory,deanxit; melixeran
    nortriptyline,,,,memory,pamelor; aventyl; allegron; noritren; nortrilen
    opipramol,,,,memory,insidon
    protriptyline,,,,memory,vivactil
    trimipramine,,,,memory,surmontil; stangyl
    amisulpride,,,,memory,solian
    aripiprazole,,,,memory,abilify; aristada
    asenapine,,,,memory,saphris; sycrest; secuado
    brexpiprazole,,,,memory,rexulti
    cariprazine,,,,memory,vraylar; reagila
    chlorpromazine,,,,memory,thorazine; largactil
    chlorprothixene,,,,memory,truxal
    clozapine,,,,memory,clozaril; fazaclo; versacloz; zaponex; leponex
    flupentixol,,,,memory,fluanxol; depixol
    fluphenazine,,,,memory,prolixin; modecate; lyogen
    haloperidol,,,,memory,haldol; serenace; dozic
    iloperidone,,,,memory,fanapt
    levomepromazine,,,,memory,nozinan; neurocil
    loxapine,,,,memory,loxitane; adasuve; loxapac
    lumateperone,,,,memory,caplyta
    lurasidone,,,,memory,latuda
    melperone,,,,memory,buronil; eunerpan
    olanzapine,,,,memory,zyprexa; zypadhera
    olanzapine,,,samidorphan,memory,lybalvi
    olanzapine+fluoxetine,,,,memory,symbyax
    perphenazine,,,,memory,trilafon; fentazin; decentan
    pimozide,,,,memory,orap
    paliperidone,,,,memory,invega; xeplion; trevicta; byannli
    periciazine,,,,memory,neuleptil
    pimavanserin,,,,memory,nuplazid
    pipamperone,,,,memory,dipiperon
    prochlorperazine,,,,memory,compazine; stemetil; buccastem; compro
    quetiapine,,,,memory,seroquel; atrolak
    risperidone,,,,memory,risperdal; perseris; uzedy; rykindo; okedi
    sertindole,,,,memory,serdolect
    sulpiride,,,,memory,dogmatil; dolmatil; sulpor; eglonyl
    thioridazine,,,,memory,mellaril; melleril
    tiapride,,,,memory,tiapridal; tiapridex
    tiotixene,,,,memory,navane
    trifluoperazine,,,,memory,stelazine
    ziprasidone,,,,memory,geodon; zeldox; zipzoc
    zotepine,,,,memory,nipolept
    zuclopenthixol,,,,memory,clopixol; cisordinol; ciatyl
    """#
}
