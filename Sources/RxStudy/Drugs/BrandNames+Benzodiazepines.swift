extension BrandNames {
  /// Brands of benzodiazepines and z-drugs of other countries and later years.
  static let benzodiazepines = #"""
    alprazolam,,,,memory,xanor; tafil; trankimazin; kalma; alprox; ralozam; helex
    bromazepam,,,,memory,lexotan; lexotanil; lectopam; lexomil; lexatin; normoc
    brotizolam,,,,memory,lendormin; lendorm
    chlordiazepoxide,,,,memory,tropium
    chlordiazepoxide,,,clidinium,memory,librax
    chlordiazepoxide,,,amitriptyline,memory,limbitrol
    clobazam,,,,memory,frisium; sympazan; tapclob; perizam; urbanyl; urbanol; noiafren; urbadan
    clonazepam,,,,memory,rivotril; iktorivil; paxam; antelepsin
    clorazepate,,,,memory,tranxilium; tranxilene; transene; uni tranxene
    clotiazepam,,,,memory,veratran; trecalmo
    cloxazolam,,,,memory,olcadil
    diazepam,,,,memory,diazemuls; stesolid; valtoco; antenex; ducene; faustan; vival; diapam; dialar; \#
    tensium; rimapam; relanium; libervant; psychopax; paceum; tranquirit; vivol
    estazolam,,,,memory,nuctalon
    ethyl loflazepate,,,,memory,victan; meilax
    flunitrazepam,,,,memory,rohypnol; hypnodorm; flunipam; fluscand; roipnol; rohipnol
    flurazepam,,,,memory,dalmadorm; staurodorm; dormodor; flunox; somnol; apo flurazepam
    ketazolam,,,,memory,sedotime; solatran; anseren; marcen; loftran
    loprazolam,,,,memory,dormonoct; havlane
    lorazepam,,,,memory,tavor; temesta; loreev; orfidal; lorabenz; tolid; almazine
    lormetazepam,,,,memory,noctamid; noctamide; loramet; minias; ergocalm; aldosomnil; loretam; loramed; \#
    noctofer
    medazepam,,,,memory,rudotel
    midazolam,,,,memory,dormicum; hypnovel; versed; nayzilam; seizalam; dormire
    midazolam,,oromucosal,,memory,buccolam; epistatus; buccal midazolam
    nitrazepam,,,,memory,mogadon; mogadan; alodorm; apodorm; somnite; radedorm
    nordazepam,,,,memory,nordaz; tranxilium n
    oxazepam,,,,memory,serepax; seresta; sobril; adumbran; praxiten; murelax; alepam; oxapax; anxiolit; \#
    oxpam; novoxapam
    prazepam,,,,memory,demetrin; lysanxia; prazene; mono demetrin
    quazepam,,,,memory,quazium
    remimazolam,,,,memory,byfavo; aptimyda
    temazepam,,,,memory,normison; euhypnos; temaze; temtabs; remestan; planum; levanxol; temazep
    tetrazepam,,,,memory,myolastan; musaril; myopam
    tofisopam,,,,memory,grandaxin
    triazolam,,,,memory,songar; trilam; hypam
    eszopiclone,,,,memory,lunesta
    zaleplon,,,,memory,sonata; starnoc
    zolpidem,,,,memory,stilnox; stilnoct; sublinox; bikalm; ivadal; hypnogen; myslee; zoldem
    zopiclone,,,,memory,zimovane; zileze; imovane; rhovane; ximovan; imozop; imoclone; amoban; zimoclone
    """#
}
