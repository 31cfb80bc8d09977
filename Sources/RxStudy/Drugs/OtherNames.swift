/// Names beside those of the built-in list: other spellings of its ingredients, substances that stand beside them in a
/// product, names that are neither, and things that are no drugs.
///
/// Names in other languages are the INN's in Spanish, French, Portuguese, Italian, German and the Nordic languages; short
/// forms and misspellings are those of US claims and of CDC's lists of 2017 (`FLURZEPAM`, `MEPEREDINE`). A name that is
/// cut off needs no line, if it is long enough (see `Vocabulary`).
enum OtherNames {
  /// Other spellings, a line an ingredient.
  static let spellings = #"""
    alprazolam: alprazolan; alprazolamum; alpratsolaami
    bromazepam: bromatsepaami
    buprenorphine: buprenorphinum; buprenorfin; buprenorfine; buprenorp; bupren; bupreno; buprenor; buprenorfiini
    butorphanol: butorfanol
    chlordiazepoxide: clordiazepoxido; clordiazepossido; chloordiazepoxide; chlordiaz; chlor pox; chlordia xe; \#
    klordiazepoxid; klooridiatsepoksidi; clordiazepoxid; chlordiazepoxidum
    clobazam: klobazam; klobatsaami
    clonazepam: clonazepan; klonazepam; klonatsepaami; clonazep; clonaz
    clorazepate: clorazepato; clorazepaat; klorazepat; dikaliumclorazepat; kaliumclorazepat; cloraz
    codeine: codeinum; codein; codeinphosphat; kodeiini; codeinphos; codine; codeinephosphate; codeini
    diazepam: diazepan; diatsepaami; diazepamum; diazep
    dihydrocodeine: diidrocodeina; dihidrocodeina; hydrocodeine; dihydrokodein; dihydrocod
    estazolam: estazol
    eszopiclone: eszopiclona; eszopic
    fentanyl: fentanila; fentanyyli; fentanylum; fent; fentan; fentanyle
    flunitrazepam: flunitratsepaami
    flurazepam: flurzepam
    gabapentin: gabapentina; gabapentine; gabapentiini; gabapen
    hydrocodone: hidrocodona; idrocodone; hydrokodon; hydrocodo; hydrocodne
    hydromorphone: hidromorfona; idromorfone; hydromorfon; hydromorfoni; hydromorfone
    levomethadone: levometadone; levometadon
    lorazepam: lorazepan; loratsepaami; loraz; lorazep
    lormetazepam: lormetatsepaami; lormetaz
    meperidine: meperedine; petidina; pethidin; petidin; meperidina; petidiini; demeral; meperid
    methadone: metadone; metadona; metadoni; methadonum; methadon; methad
    midazolam: midatsolaami; midazolan; midaz
    morphine: morfiini; morphinum; morfine; morph; morphinsulfat; morphia; morfinum; morphin; morphsulf
    nalbuphine: nalbufina; nalbufine
    nitrazepam: nitratsepaami
    nordazepam: nordiatsepaami
    opium: opii; oppium
    oxazepam: oksatsepaami; oxazepan; oxazepamum; ossazepam; oxaz
    oxycodone: ossicodone; oksikodoni; oxikodon; oksykodon; oxicodon; oxycodo; oxycodonum; oxicodone; oxycodne; oxycontine
    oxymorphone: oximorfona; oxymorfon; ossimorfone
    paroxetine: paroxetina
    pentazocine: pentazocina
    pholcodine: folcodina; folkodin
    pregabalin: pregabalina; pregabaline; pregabaliini
    propoxyphene: destropropossifene; dextropropoxifeno; dekstropropoksifeeni; dextropropoxifen; proproxyphene; proxyphene; \#
    dextropropoksifen; propoxifeno
    quazepam: quazep
    tapentadol: tapentadolo; tapentadoli
    temazepam: tematsepaami; temaz; temazepan
    tilidine: tilidina
    tramadol: tramadolo; tramadoli; tramadolum; tramadolhydrochlorid; tramadal
    triazolam: triatsolaami
    zaleplon: tsaleploni
    zolpidem: tsolpideemi; zolpidemum; zolpiden; zolpidemtartrat
    zopiclone: zopiclona; tsopikloni; zopiklon; zopiclonum
    """#

  /// Short forms that stand for an ingredient only beside one of the substances behind `@`.
  static let short = #"""
    codeine: cod @ paracetamol; aspirin; butalbital; caffeine; promethazine; guaifenesin; carisoprodol; ibuprofen; chlorpheniramine
    codeine: cd @ paracetamol; promethazine
    hydrocodone: hydroco @ paracetamol; ibuprofen; homatropine; chlorpheniramine; aspirin
    hydrocodone: hydro @ paracetamol; ibuprofen; homatropine
    hydrocodone: hydroc @ paracetamol; ibuprofen; homatropine; chlorpheniramine; aspirin
    hydrocodone: hyd @ paracetamol
    hydrocodone: hc @ paracetamol
    oxycodone: oxy @ paracetamol; aspirin; ibuprofen; naloxone
    oxycodone: oxyc @ paracetamol; aspirin; ibuprofen; naloxone
    tramadol: tram @ paracetamol
    tramadol: trama @ paracetamol
    pentazocine: pentaz @ naloxone; paracetamol
    pentazocine: penta @ naloxone; paracetamol
    buprenorphine: bup @ naloxone
    buprenorphine: bupr @ naloxone
    buprenorphine: bupre @ naloxone
    propoxyphene: prop @ paracetamol
    propoxyphene: propo @ paracetamol; aspirin
    propoxyphene: ppx @ paracetamol
    chlordiazepoxide: cdp @ clidinium; amitriptyline
    chlordiazepoxide: chlord @ clidinium; amitriptyline
    chlordiazepoxide: chlordi @ clidinium; amitriptyline
    dihydrocodeine: dhc @ paracetamol; caffeine; aspirin
    dihydrocodeine: dihydro @ paracetamol; caffeine; aspirin
    opium: op @ belladonna
    """#

  /// Substances that stand beside a listed ingredient in one product, with their names; `*` for any ending.
  static let partners = #"""
    paracetamol: acetaminophen; acetam*; acetmin*; paracet*; apap; acet; aceta; aceto; tylenol; panadol; phenaphen; pcm; para
    aspirin: aspirin*; asa; a s a; acetylsal*; ass; ascriptin; empirin; bufferin; aas
    ibuprofen: ibuprof*; ibu; ibup
    naproxen: naprox*
    diclofenac: diclof*
    celecoxib: celecox*
    dexketoprofen: dexketop*
    metamizole: metamiz*; dipyron*; novaminsulf*
    caffeine: caffein*; caff; caffe; caf; coffein*; cafein*; coff
    butalbital: butalb*; but; fioricet; fiorinal; fiortal; fiorgen; phrenilin
    butabarbital: butabarb*
    naloxone: nalox*; nal; nx
    naltrexone: naltrex*
    nalmefene: nalmef*
    samidorphan: samidorph*
    clidinium: clidin*; clid; clidi
    guaifenesin: guaif*; guaiph*; guaiac*; guai; gg; gfn
    promethazine: prometh*; phenergan; prometazin*
    homatropine: homatrop*; hom; homatr
    chlorpheniramine: chlorphen*; cpm; chlorpheniram*; cpm polst
    brompheniramine: bromphen*; bpm
    pseudoephedrine: pseudoeph*; pse
    phenylephrine: phenyleph*; pe
    diphenhydramine: diphenhyd*
    doxylamine: doxylam*
    pyrilamine: pyril*
    triprolidine: triprol*
    terpin: terpin*
    belladonna: bellad*; bella
    atropine: atrop*
    kaolin: kaolin
    meprobamate: meprob*
    phenobarbital: phenobarb*
    cyclizine: cycliz*
    bupivacaine: bupiv*
    ropivacaine: ropiv*
    lidocaine: lidoc*
    ketamine: ketamin*
    salicylamide: salicylam*
    phenacetin: phenacet*
    antipyrine: antipyr*
    buclizine: bucliz*
    methylbromide: methylnitrat*
    domperidone: domperid*
    trimebutine: trimebut*
    """#

  /// Names that begin as a listed one does or look like it, and are none: they are neither cut-off names nor told as
  /// look-alikes.
  static let unlike = #"""
    alprostadil; amitraz; apomorphine; azepam; baclosan; bupropion; bupivacaine; butabarbital; butoconazole; carbamazepine; \#
    cefaclor; chlorambucil; chloramphenicol; chlorhexidine; chloroquine; chlorothiazide; chlorpheniramine; \#
    chlorpropamide; chlorthalidone; chlortalidone; chlortetracycline; clomifene; clomiphene; clonidine; \#
    clopidogrel; clotrimazole; cloxacillin; cocodamol; codergocrine; colchicine; cortisone; cyclobarbital; desmopressin; \#
    dextroamphetamine; dextromethorphan; dextrose; diazoxide; dihydralazine; dihydroergotamine; dihydrotachysterol; \#
    diphenoxylate; doxazosin; doxycycline; duloxacin; enalapril; estradiol; etomidate; fenofibrate; fentiazac; \#
    fluconazole; fludrocortisone; flunarizine; flunisolide; fluocinonide; fluorouracil; fluoxymesterone; flurbiprofen; \#
    fluticasone; gabapentan; haloprogin; hydralazine; hydrochlorothiazide; hydrocortisone; hydroxychloroquine; \#
    hydroxyzine; imipenem; isoniazid; ketoprofen; lamotrigine; levocetirizine; levodopa; levofloxacin; levonorgestrel; \#
    levothyroxine; loperamide; loratadine; losartan; meclizine; medroxyprogesterone; meloxicam; meprobamate; metformin; \#
    methazolamide; methimazole; methocarbamol; methotrexate; methoxsalen; methyldopa; methylnaltrexone; \#
    methylphenidate; methylprednisolone; metoclopramide; metolazone; metoprolol; metronidazole; milrinone; minoxidil; \#
    montelukast; morphazinamide; nalmefene; naloxegol; naloxone; naltrexone; naproxen; nitrazine; nitrofurantoin; \#
    nitroglycerin; norepinephrine; norethisterone; olmesartan; olopatadine; omeprazole; ondansetron; opipramolum; orphenadine; \#
    oxacillin; oxaprozin; oxcarbazepine; oxybutynin; oxymetazoline; oxytetracycline; oxytocin; paliperidol; pantoprazole; \#
    pentamidine; pentobarbital; pentosan; pentoxifylline; perindopril; phenazopyridine; phenobarbital; phentermine; phenylephrine; \#
    phenytoin; pimobendan; piperacillin; pramipexole; pravastatin; prazosin; praziquantel; prednisolone; \#
    prednisone; primidone; probenecid; procainamide; prochlorperazone; promethazine; propafenone; propantheline; \#
    propranolol; propylthiouracil; protriptan; pseudoephedrine; pyridostigmine; quinapril; quinidine; ranitidine; \#
    remdesivir; risedronate; rivastigmine; sertaconazole; sulfasalazine; sulindac; sumatriptan; tamoxifen; tamsulosin; tazocin; \#
    temocillin; temozolomide; terazosin; terbinafine; tetracaine; tetracycline; thioguanine; timolol; tizanide; tramazoline; \#
    trandolapril; tranexamic; tranylcypromine; trazodone; triamcinolone; triamterene; trifluridine; trimethoprim; \#
    trimethobenzamide; tropicamide; valacyclovir; valproate; valsartan; verapamil; ziprasone; zolmitriptan; zonisamide; zoledronic; \#
    oxiconazole; tiagabine; tigabine; sildenafil; tadalafil; alfuzosin; alfacalcidol; codeinone; endomorphin; \#
    norfluoxetine; normorphine; norbuprenorphine; dextrorphan; levorphan; levallorphan; nalorphine; tianeptine; \#
    lofexidine; premarin; method; methods; dapoxetine; atomoxetine; mirtazapine; mianserin; nefazodone; vortioxetine; reboxetine; agomelatine; lithium; suvorexant; ramelteon
    """#

  /// Words of products that are no drugs, whatever is named in them.
  static let devices = NameTerm.terms(
    """
    test; tests; test* & strip*; test* & kit*; drug test*; drug screen*; test* & panel*; test* & cassette*; test* & cup; test* & card*; \
    dipstick*; immunoassay*; reagent*; urine test*; test* & urine
    """)
}
