# Vad programmet självt säger, på svenska. Samma id:n som i en.ftl.

## Understanding a sheet
sheet-no-header = Ingen av de { $rows } första raderna är en rubrikrad.
sheet-header-incomplete = Rubrikraden gick inte att känna igen. Rad { $row } ligger närmast: den har { $matched } men saknar { $missing }.
sheet-header-deep = Rubriken står på rad { $first } till { $last }.
sheet-header-near = Kolumnen { $column } lästes under rubriken ”{ $header }” ({ $letter }). Det är en gissning efter stavningen.
sheet-header-twice = Kolumnen { $column } har mer än en rubrik: { $headers }.
    .help = Ändra rubriken på den som inte är { $column }, och granska igen.
sheet-merged = { $count ->
    [one] Ett sammanfogat block ({ $first }) lästes som om värdet stod i varje cell.
   *[other] { $count } sammanfogade block, det första { $first }, lästes som om värdet stod i varje cell.
}
sheet-header-repeated = { $count ->
    [one] Rubrikraden står en gång till på rad { $row } och hoppades över där.
   *[other] Rubrikraden står { $count } gånger till, först på rad { $row }, och hoppades över där.
}
sheet-below-table = { $count ->
    [one] En rad nedanför tabellen { $table } har innehåll och granskades inte: rad { $row }.
   *[other] { $count } rader nedanför tabellen { $table } har innehåll och granskades inte, från rad { $row }.
}
sheet-beside-table = { $count ->
    [one] En rad har innehåll bredvid tabellen { $table }, som inte granskades: rad { $row }.
   *[other] { $count } rader har innehåll bredvid tabellen { $table }, som inte granskades, från rad { $row }.
}
## Reports

report-error = fel
report-warning = varning
report-info = upplysning
report-errors = { $n } fel
report-warnings = { $n ->
    [one] { $n } varning
   *[other] { $n } varningar
}
report-infos = { $n ->
    [one] { $n } upplysning
   *[other] { $n } upplysningar
}
report-basis-routine = rutinen { $clauses }
report-basis-assumption = antagande { $clauses }
report-basis-quality = kvalitet { $clauses }
report-basis-privacy = integritet { $clauses }
report-and = och
report-row = rad { $row }
report-rows = { $n ->
    [one] { $n } rad
   *[other] { $n } rader
}
report-rows-listed = { $n ->
    [one] rad { $rows }
   *[other] raderna { $rows }
}
report-hidden = dold rad
report-struck = överstruken
report-noted = Cellen har en anteckning.
report-masked = dolt
report-blank = tom
report-help = gör så här
report-because = skälet: { $column }
report-see-also = se även
report-limited = { $shown } av { $all } anmärkningar visas. Alla syns med --limit { $all } eller --format json.
report-most-rows = { $broken } av { $rows } rader på { $sheet } har samma anmärkning: { $title }. Har mallen ändrats, eller står uppgiften i en annan kolumn? Så lästes bladet: rutinkoll inspect { $path }
report-judged = { $n ->
    [one] { $n } rad granskad
   *[other] { $n } rader granskade
}
report-with-findings = { $n ->
    [0] ingen med anmärkning
   *[other] { $n } med anmärkning
}
report-counted-by-clause = En anmärkning räknas under varje punkt som den rör.
report-not-checked = Inte kontrollerat
report-undecided = Gick inte att avgöra
report-never = Kan inte kontrolleras
report-no-rule = ingen regel är påslagen
report-failed = Regler som inte fungerade
report-problems = Gick inte att läsa eller granska
report-notes = Bra att veta
report-skipped = Överhoppade blad
report-rules = Regler: { $pack } { $version } ({ $source })
report-built-in = inbyggda
report-rules-off = Avstängda regler: { $rules }
report-rules-changed = Ändrat: { $changes }
report-as-of = per den { $date }
report-seconds = { $seconds } s
report-said-row = Rad { $row } på bladet { $sheet } i { $file }
report-said-cell = Cell { $cell }, { $column }: { $value }.
report-said-because = Skälet: cell { $cell }, { $column }: { $value }.

## Reading files
file-missing = Filen finns inte.
    .help = Kontrollera sökvägen. Ett namn med mellanslag måste stå inom citattecken.
file-not-permitted = Filen får inte läsas.
    .help = Kontrollera att du har behörighet till filen, och att den inte är öppen i Excel.
file-held = Filen är öppen i ett annat program, som inte släpper in någon annan.
    .help = Stäng filen i Excel, eller granska en kopia av den.
file-is-folder = Det här är en mapp, inte en fil.
    .help = Ange en fil i mappen.
file-unreadable = Filen gick inte att läsa: { $reason }.
    .help = Prova att öppna filen på samma dator. Ligger den på en nätverksdisk: kopiera den hit först.
file-empty = Filen är tom.
    .help = Hämta eller spara filen på nytt.
file-is-lock = Det här är en låsfil (~$), som Excel lägger bredvid en arbetsbok som är öppen.
    .help = Ange arbetsboken själv: samma namn utan ~$.
file-is-pdf = Det här är en PDF, inte en arbetsbok.
    .help = Granska arbetsboken som PDF:en gjordes av.
file-is-html = Det här är en webbsida (HTML), även om namnet säger något annat.
    .help = Öppna filen i Excel och spara den som .xlsx.
file-is-xml = Det här är en XML-fil, inte en arbetsbok.
    .help = Öppna filen i Excel och spara den som .xlsx.
file-is-image = Det här är en bild, inte en arbetsbok.
    .help = Granska arbetsboken som bilden visar.
file-is-zip = Det här är ett zip-arkiv, men inte en arbetsbok.
    .help = Packa upp arkivet och granska arbetsböckerna i det.
file-is-document = Det här är ett Office-dokument av ett annat slag än en arbetsbok.
    .help = Spara innehållet som .xlsx och granska den filen.
file-unknown = Filen är varken en arbetsbok eller en textfil med kolumner.
    .help = Det som kan läsas är .xlsx, .xlsm, .xls, .xlsb, .ods, .csv, .tsv och .txt. Öppna filen i Excel och spara den som .xlsx.
folder-without-workbooks = Det finns inga arbetsböcker i mappen.
    .help = I mappen och dess undermappar söks .xlsx, .xlsm, .xls, .xlsb, .ods, .csv, .tsv och .txt.
pattern-without-match = Inga filer passar mönstret.
    .help = * står för vilka tecken som helst, ? för ett tecken och ** för alla undermappar.
workbook-encrypted = Arbetsboken är skyddad med ett lösenord och kan inte läsas.
    .help = Öppna den i Excel, välj Arkiv › Info › Skydda arbetsbok › Kryptera med lösenord, ta bort lösenordet och spara.
workbook-damaged = Filen är skadad: { $part } går inte att läsa.
    .help = Öppna filen i Excel, låt Excel reparera den och spara den på nytt.
workbook-has-dtd = Filen innehåller en DTD, som inte hör hemma i en arbetsbok. Den läses inte.
    .help = Öppna filen i Excel och spara den på nytt.
sheet-damaged = { $row ->
    [0] Bladet är skadat från början ({ $part }).
   *[other] Bladet är skadat efter rad { $row } ({ $part }).
}
    .help = Öppna filen i Excel, låt Excel reparera den och spara den på nytt.
sheet-without-part = Filen nämner bladet men innehåller det inte.
    .help = Öppna filen i Excel, låt Excel reparera den och spara den på nytt.
inspect-readers-agree = En andra läsare ser samma sak i alla { $cells } celler.
inspect-readers-differ = En andra läsare ser något annat i { $count } av { $cells } celler: { $places }
cross-check-not-xlsx = Det här är ingen arbetsbok i formatet .xlsx eller .xlsm. Bara sådana kan jämföras med två läsare.
    .help = Utelämna --cross-check, eller ange en sådan arbetsbok.
sheet-without-cells = Bladet har inga celler: det är ett diagram eller något annat än ett kalkylblad.
    .help = Välj ett annat blad med --sheet.
sheet-rows-out-of-order = Bladets rader står inte i ordning: rad { $row } kommer efter en senare rad.
    .help = Öppna filen i Excel och spara den på nytt.
limit-part-size = En del av filen är större än { $allowed } MiB när den packas upp.
    .help = Dela upp arbetsboken. Eller höj gränsen med --max part-bytes=….
limit-total-size = Filen är större än { $allowed } MiB när den packas upp.
    .help = Dela upp arbetsboken. Eller höj gränsen med --max total-bytes=….
limit-ratio = Filen blir mer än { $allowed } gånger större när den packas upp. Så ser en zip-bomb ut, inte en arbetsbok.
    .help = Öppna filen bara om du litar på avsändaren. Spara den då på nytt i Excel. Eller höj gränsen med --max ratio=….
limit-parts = Filen består av fler än { $allowed } delar eller blad.
    .help = Öppna filen i Excel och spara den på nytt. Eller höj gränsen med --max parts=….
limit-strings = Arbetsboken har fler än { $allowed } olika texter.
    .help = Dela upp arbetsboken. Eller höj gränsen med --max strings=….
limit-string-bytes = Arbetsbokens texter är tillsammans större än { $allowed } MiB.
    .help = Dela upp arbetsboken. Eller höj gränsen med --max string-bytes=….
limit-rows = Bladet har fler än { $allowed } rader.
    .help = Dela upp bladet. Excel självt rymmer 1 048 576 rader. Eller höj gränsen med --max rows=….
limit-columns = Bladet har celler bortom kolumn nummer { $allowed }.
    .help = Öppna filen i Excel och spara den på nytt. Eller höj gränsen med --max columns=….
limit-cells-per-row = En rad har fler än { $allowed } celler.
    .help = Öppna filen i Excel och spara den på nytt. Eller höj gränsen med --max cells-per-row=….
limit-cell-length = En cell har en text som är längre än { $allowed } KiB.
    .help = Korta texten. Excel självt rymmer 32 767 tecken i en cell. Eller höj gränsen med --max cell-bytes=….
limit-row-size = En rad är större än { $allowed } MiB.
    .help = Öppna filen i Excel och spara den på nytt. Eller höj gränsen med --max row-bytes=….
limit-depth = Filens XML är nästlad i fler än { $allowed } nivåer.
    .help = Öppna filen i Excel och spara den på nytt. Eller höj gränsen med --max depth=….
limit-facts = Filen har fler än { $allowed } sammanfogade block, anteckningar eller tabeller på ett blad.
    .help = Ta bort det som inte behövs, eller kopiera värdena till ett nytt blad. Eller höj gränsen med --max facts=….
limit-repeated-cells = Bladet upprepar fler än { $allowed } celler genom att ange ”så många gånger”.
    .help = Ta bort rader och kolumner som upprepar ett värde till bladets slut. Eller höj gränsen med --max repeated-cells=….
limit-dense-cells = Bladet sträcker sig över fler än { $allowed } celler, de tomma medräknade.
    .help = Spara filen som .xlsx, där tomma celler inte tar plats. Eller höj gränsen med --max dense-cells=….
csv-open-quote = Efter rad { $row } börjar ett citattecken som aldrig avslutas, så resten av filen skulle bli en enda cell.
    .help = Om filen är avbruten, ladda ner den igen. Annars: ta bort citattecknet eller spara om filen i Excel.
limit-unknown = Det finns ingen gräns som heter { $name }{ $meant }.
    .help = Gränserna: { $names }
limit-no-number = { $value } är inget värde för { $name }.
    .help = Skriv ett heltal större än noll, för en storlek gärna med enhet: { $name }=2000000, part-bytes=3GiB.

## Fel i ett regelpaket
fault-did-you-mean = menade du `{ $name }`?
fault-unknown-key = okänd nyckel `{ $name }`
    .help = Här går det att skriva: { $names }
fault-unknown-word = `{ $name }` går inte att skriva här
    .help = Välj något av: { $names }
fault-unknown-column = okänd kolumn `{ $name }`
    .help = Kolumnerna står i pack.yaml: { $names }
fault-unknown-test = okänd prövning `{ $name }`
    .help = Det som går att pröva: { $names }
fault-unknown-term = okänt ord `{ $name }`
    .help = Orden står i pack.yaml under terms: { $names }
fault-unknown-group = okänd grupp `{ $name }`
    .help = Grupperna i pack.yaml under terms: { $names }
fault-unknown-link = okänd länk `{ $name }`
    .help = Länkarna står i pack.yaml under links: { $names }
fault-unknown-table = okänd tabell `{ $name }`
    .help = Tabellerna står i pack.yaml under tables: { $names }
fault-unknown-clause = okänd punkt `{ $name }`
    .help = Punkterna står i pack.yaml under clauses: { $names }
fault-unknown-setting = okänd inställning `{ $name }`
    .help = Inställningarna står i pack.yaml under settings: { $names }
fault-unknown-rule = okänd regel `{ $name }`
    .help = En regel heter som sin fil: { $names }
fault-unknown-row-kind = okänd sorts rad `{ $name }`
    .help = Sorterna står i pack.yaml under rows: { $names }
fault-unknown-over = `{ $name }` är inget som en regel kan gälla
    .help = Välj något av: { $names }
fault-wrong-type = här ska stå { $wanted ->
    [list] en lista
    [map] rader med `namn: värde`
    [flag] true eller false
    [count] ett helt tal
   *[text] en text
    }, inte { $found ->
    [nothing] ingenting
    [flag] true eller false
    [number] ett tal
    [list] en lista
    [map] rader med `namn: värde`
   *[text] en text
    }
    .help = { $wanted ->
    [list] Sätt det inom hakparenteser, med komma mellan: [ett, två]
    [map] Skriv varje sak på en egen rad, lika långt indragen: `namn: värde`
    [flag] Skriv true för ja och false för nej.
    [count] Skriv talet med siffror.
   *[text] Skriv en enda text. Sätt den inom citattecken om den har kolon eller börjar med ett tecken.
    }
fault-duplicate-key = `{ $name }` står två gånger
    .help = Ta bort den ena; bara en av dem hade gällt.
fault-missing-key = `{ $name }` saknas
    .help = Lägg till raden `{ $name }:`
fault-empty-condition = villkoret är tomt
    .help = Skriv vad som ska gälla, eller ta bort raden.
fault-contradiction = villkoret kan aldrig gälla: delarna säger emot varandra
    .help = Ta bort den ena delen, eller sätt dem under `any of`.
fault-one-test = här ska stå en enda prövning
    .help = Flera prövningar skrivs som en lista: [filled, {"{"} length: 8 {"}"}]
fault-bad-day = `{ $day }` är ingen dag
    .help = Skriv 2026-11-23, as_of, as_of - 30 days eller namnet på en datumkolumn.
fault-bad-date = `{ $day }` är ingen dag
    .help = Skriv dagen som 2026-11-23.
fault-bad-days = här ska stå ett antal dagar
    .help = Skriv till exempel 7 days.
fault-bad-range = `{ $range }` är inget spann
    .help = Skriv till exempel 8, 6..10, ..1000 eller 1..
fault-open-brace = klammern stängs aldrig
    .help = Skriv {"{"}Kolumn{"}"}, eller {"{{"} för en vanlig klammer.
fault-reserved = `{ $name }` är ett ord i regelspråket och kan inte vara ett namn
    .help = Välj ett annat namn.
fault-alias-twice = rubriken `{ $alias }` hör till både { $one } och { $other }
    .help = Ta bort den från den ena kolumnen.
fault-term-empty = ordet `{ $name }` har inga words
    .help = Lägg till words, eller includes.
fault-pack-schema = det här programmet läser schema: 1
    .help = Skriv schema: 1, eller hämta en nyare version av programmet.
fault-link-needs-within = länken `{ $name }` behöver within
    .help = Skriv within: {"{"} Datum: {"{"} Datum: 7 days {"}"} {"}"}.
fault-no-expect = regeln kräver ingenting
    .help = Lägg till expect: eller script:.
fault-expect-and-script = regeln har både expect och script
    .help = Behåll ett av dem.
fault-script-block = skriptet ska stå i ett block
    .help = Skriv `script: |` och skriptet indraget på raderna under.
fault-script-syntax = skriptet går inte att läsa här
    .help = Rätta skriptet på den här raden.
fault-script-open-comment = kommentaren stängs aldrig, så resten av skriptet läses inte
    .help = Skriv */ där kommentaren slutar.
fault-script-row-alias = `{ $name }` kan bara stå framför en kolumn
    .help = Skriv { $name }.Kolumn eller { $name }["En kolumn"].
fault-script-row-index = kolumnens namn ska stå utskrivet
    .help = Skriv row["En kolumn"], inte ett räknat namn.
fault-yaml = filen är inte riktig YAML: { $reason }
    .help = Kontrollera indrag, kolon och citattecken på raden. Tabbar går inte.
fault-not-utf8 = filen är inte UTF-8: det här tecknet går inte att läsa
    .help = Spara filen som UTF-8 (i Anteckningar: Spara som, Kodning).
fault-unreadable = { $path } går inte att läsa: { $reason }
    .help = Kontrollera att filen finns och att du får läsa den.
fault-no-pack = pack.yaml saknas
    .help = Ett regelpaket är en mapp med pack.yaml.
fault-rule-id = `{ $name }` är inget regel-id
    .help = Filens namn är regelns id: små bokstäver a–z, siffror och bindestreck. Döp om filen till { $better }.yaml.
fault-weaker-cycle = `{ $name }` är svagare än sig själv, i en ring
    .help = Ta bort någon av weaker_than i ringen.
advice-language-missing = text på { $lang } saknas
    .help = Lägg till en rad `{ $lang }:`
advice-no-tests = regeln har inga prov
    .help = Lägg till tests: med minst en rad som klarar regeln och en som bryter den.
script-no-answer = skriptet svarade { $found }, inte true, false eller undecided()
    .help = Låt sista raden vara ett villkor.
script-too-long = skriptet arbetar för länge och stoppades
    .help = Leta efter en slinga som inte tar slut, eller gör mindre för varje rad.
script-too-large = skriptet bygger en för stor text eller lista och stoppades
    .help = Leta efter något som växer för varje varv.
script-too-deep = skriptet anropar sig självt för djupt och stoppades
    .help = Låt funktionen sluta anropa sig själv.
script-unfit = det finns ingen sådan jämförelse eller funktion för de här värdena: { $call }
    .help = Se efter att båda sidor är av samma sort: text mot text, tal mot tal, dag mot dag.
script-broke = skriptet stannade: { $reason }
    .help = Rätta skriptet på den här raden.
script-stopped = skriptet stannade på ett värde som det inte kan hantera
    .help = Rätta skriptet på den här raden. Värdet visas inte, eftersom det kan vara en personuppgift.
rule-failed = regeln gick sönder på rad { $row } ({ $place }): { $reason }
    .help = Rätta regeln. De andra reglerna har körts.
rules-faulty = { $count ->
    [one] Regelpaketet har ett fel. Inget har granskats.
   *[other] Regelpaketet har { $count } fel. Inget har granskats.
    }
rules-checked = { $faults ->
    [one] Regelpaketet har ett fel
   *[other] Regelpaketet har { $faults } fel
    }{ $advice ->
    [0] .
    [one] {" "}och ett råd.
   *[other] {" "}och { $advice } råd.
    }
rules-sound = { $pack } { $version }: { $rules } regler, inga fel, { $advice } råd
rules-tested = { $passed } prov gick bra, { $failed } gick fel
rules-no-pack = { $folder } har inget regelpaket
    .help = Ange en mapp med pack.yaml, eller en med en enda sådan mapp i.
rules-several-packs = { $folder } har flera regelpaket: { $packs }
    .help = Ange ett av dem med --rules.
rule-unknown = okänd regel: { $name }{ $meant }
    .help = Alla regler: rutinkoll rules list
rule-off = av
test-missing = saknad
test-noisy = oväntad
test-wrong = fel
test-passed = bra

## Fler fel i ett regelpaket, och råd om det
fault-empty-file = filen är tom
    .help = Skriv en regel i den, eller ta bort filen.
fault-empty-list = här står ingenting
    .help = Skriv minst en sak, eller ta bort raden.
fault-one-entry = här ska stå en enda rad
    .help = Ta bort det som är för mycket.
fault-no-text = texten är tom
    .help = Skriv en text på varje språk: {"{"} sv: …, en: … {"}"}
fault-word = `{ $word }` går inte att söka efter
    .help = En fras behöver ord med bokstäver. * får bara stå först eller sist i ett ord, och ~ bara mellan två ord.
fault-term-cycle = ordet `{ $name }` består av sig självt
    .help = Ta bort ett av namnen under includes, så att ringen bryts.
fault-link-is-column = `{ $name }` är både en kolumn och en länk
    .help = Ge länken ett annat namn.
fault-link-from-none = ingen tabell har alla kolumnerna före kolonet
    .help = En länk till arket börjar i en tabell. Skriv tabellens kolumn först: match: {"{"} Tabellens kolumn: Arkets kolumn {"}"}
fault-link-test = `{ $name }` är en länk, och den prövas bara med found eller missing
    .help = Pröva en av dess kolumner: { $name }.Kolumn
fault-no-date = `{ $name }` är ingen datumkolumn
    .help = Välj en kolumn med type: date, eller ändra kolumnens type i pack.yaml.
fault-no-number = `{ $name }` har inga tal
    .help = Välj en kolumn med type: number, eller ändra kolumnens type i pack.yaml.
fault-date-literal = `{ $name }` är en datumkolumn, och det här är inget datum
    .help = Skriv dagen som 2026-11-23.
fault-never-broken = det som krävs är redan sagt i when, så regeln kan aldrig ge en anmärkning
    .help = Ta bort villkoret ur when, eller kräv något annat.
fault-valid-backwards = from kommer efter to, så regeln gäller aldrig
    .help = Byt plats på dagarna.
fault-valid-without-day = valid behöver en datumkolumn, och här finns ingen
    .help = Ta bort valid, eller ge en kolumn type: date i pack.yaml.
fault-unknown-facet = `{ $name }` går inte att skriva efter punkten
    .help = Välj något av: { $names }
fault-fact-elsewhere = `{ $name }` finns inte i den här texten
    .help = count, rows och oldest finns under together, column i regler över celler och rubriker, header i regler över rubriker.
fault-test-row = provet har { $rows ->
    [one] en rad
   *[other] { $rows } rader
    }
    .help = Räkna raderna från 1.
fault-setting-sort = inställningen är av en annan sort i regelpaketet: { $own }
    .help = Skriv ett värde av samma sort.
fault-file-name = filen räknas inte under det här namnet
    .help = Döp om den till { $better }.
fault-file-too-large = { $path } är större än 1 MiB
    .help = En regelfil är en kort text. Kontrollera att det är rätt fil.
fault-script-empty = skriptet är tomt
    .help = Skriv ett villkor, eller ta bort raden.
fault-script-loose = det här står utanför en funktion och körs aldrig
    .help = Flytta in det i en funktion. Filerna i lib/ har bara funktioner.
fault-script-variable = okänt namn `{ $name }`
    .help = Det som finns är { $names }, och det som skriptet självt ger ett namn med let. En kolumn skrivs row.Kolumn.
fault-script-word = `{ $word }` finns inte i skript
    .help = Ett skript kan bara läsa raden och svara: inga filer, ingen väntan, inga utskrifter.
fault-script-missing = här saknas { $token }
    .help = Lägg till { $token }, eller se efter på raden före.
fault-script-list = här ska stå , eller så ska listan sluta
    .help = Se efter att varje ( och [ stängs, och att det står komma mellan värdena.
fault-script-quote = citattecknet stängs aldrig
    .help = Lägg till ett citattecken där texten slutar.
fault-script-unfinished = skriptet tar slut för tidigt
    .help = Se efter att varje parentes, klammer och citattecken stängs.
fault-script-too-large = skriptet är för stort
    .help = Dela upp det i funktioner i lib/.
fault-script-function = okänd funktion `{ $name }`
    .help = Funktioner som går att använda: { $names }
fault-script-arguments = `{ $name }` tar { $wanted } värden, inte { $found }
    .help = Rätta det som står inom parentesen.
fault-function-twice = funktionen `{ $name }` finns redan
    .help = Ge den ett annat namn.
advice-file-ignored = `{ $name }` räknas inte
    .help = Regler ligger direkt i mappen och slutar på .yaml, funktioner ligger i lib/ och slutar på .rhai. Ta bort filen om den inte ska räknas.
advice-term-unused = ordet `{ $name }` används inte
    .help = Ta bort det, eller använd det i en regel.
advice-setting-unused = inställningen `{ $name }` används inte
    .help = Ta bort den, eller skriv ${ $name } i en regel.
advice-link-unused = länken `{ $name }` används inte
    .help = Ta bort den, eller använd den i en regel.
advice-function-unused = funktionen `{ $name }` används inte
    .help = Ta bort den, eller använd den i en regel.
advice-same-rule = regeln prövar samma sak som `{ $name }`
    .help = Ta bort den ena, eller gör dem olika.
yaml-tab = raden är indragen med en tabb
    .help = Dra in med mellanslag i stället.
yaml-alias = hänvisningar med & och * används inte här
    .help = Skriv ut värdet. Ska texten börja med & eller *: sätt den inom citattecken.
yaml-several = filen har flera dokument
    .help = Ta bort raden med --- eller ... och det som hör till det andra dokumentet.
yaml-quote = ett citattecken stängs inte, eller texten fortsätter efter det
    .help = Sätt hela texten inom citattecken. Ett citattecken i texten skrivs som '' inom enkla och \" inom dubbla.
yaml-bracket = en klammer eller hakparentes passar inte ihop
    .help = Se efter att varje {"{"} och [ stängs. En text som börjar med {"{"} eller [, eller står inom dem och har komma, ska stå inom citattecken.
yaml-indent = indraget stämmer inte
    .help = Rader som hör ihop börjar lika långt in.
yaml-colon = här står ett kolon för mycket
    .help = En text med kolon och mellanslag ska stå inom citattecken. Annars börjar en ny nyckel på en ny rad.
yaml-key = här ska stå `namn: värde`
    .help = Se efter att raden har ett kolon med mellanslag efter, och att den är lika långt indragen som raderna omkring.
yaml-tag = ett ord får inte börja med !
    .help = Sätt texten inom citattecken.
yaml-character = en text får inte börja så
    .help = Sätt texten inom citattecken.
yaml-too-much = filen är för stor eller har för många nivåer
    .help = Dela upp den. En regel är några rader i några få nivåer.
regex-group-unclosed = parentesen i mönstret stängs aldrig
    .help = Lägg till ), eller skriv \( för en vanlig parentes.
regex-group-unopened = parentesen i mönstret öppnas aldrig
    .help = Ta bort ), eller skriv \) för en vanlig parentes.
regex-class-unclosed = hakparentesen i mönstret stängs aldrig
    .help = Lägg till ], eller skriv \[ för en vanlig hakparentes.
regex-class-range = spannet i hakparentesen går inte att läsa
    .help = Skriv det från lägre till högre, som a-z. Ett vanligt bindestreck står sist: [a-z-]
regex-repetition-missing = det finns inget att upprepa före det här tecknet
    .help = Skriv något före, eller sätt \ framför ett vanligt ?, * eller +.
regex-repetition-count = antalet i klammern går inte att läsa
    .help = Skriv till exempel {"{"}2{"}"} eller {"{"}2,5{"}"}, eller \{"{"} för en vanlig klammer.
regex-escape = \ följt av det här tecknet betyder ingenting
    .help = Skriv \\ för ett vanligt omvänt snedstreck.
regex-unsupported = mönstret ser framåt, bakåt eller hänvisar till sig självt, och det går inte här
    .help = Skriv det som flera prövningar i stället.
regex-too-large = mönstret är för stort
    .help = Använd mindre upprepningar, eller dela upp det.
regex-unknown = mönstret går inte att läsa
    .help = Mönstret är ett reguljärt uttryck. Sätt det inom enkla citattecken.

## Beskrivningar i schemat för regelfiler
schema-clauses = Punkterna som regeln vilar på, med numren i pack.yaml.
schema-basis = Varför regeln finns: routine (rutinen säger det), assumption (ett antagande), quality (uppgifterna är skadade) eller privacy (något som inte ska stå i arket).
schema-severity = Hur allvarligt det är: error, warning eller info.
schema-off = true stänger av regeln. Den nämns då som avstängd i varje rapport.
schema-title = Vad felet heter, på varje språk.
schema-message = Vad som är fel på raden. {"{"}Kolumn{"}"} är det som står i kolumnen, {"{"}Kolumn.letter{"}"} dess bokstav och {"{"}Kolumn.cell{"}"} rutan.
schema-help = Vad den som fyllde i raden ska göra.
schema-over = Vad som granskas: sheet (varje rad), cells (varje ifylld ruta i paketets kolumner), every_cell (alla ifyllda rutor), headers (rubrikerna) eller en tabell.
schema-valid = Dagarna som regeln gäller: from och to, båda medräknade.
schema-weaker-than = Regler med starkare belägg. Den här gäller bara rader som de inte har avgjort.
schema-when = Vilka rader regeln gäller. Utan when gäller den alla.
schema-expect = Vad som krävs av raden. Bryts det blir det en anmärkning.
schema-script = I stället för expect: ett skript som svarar true, false eller undecided().
schema-at = Kolumnen som anmärkningen pekar på.
schema-related = En länk vars rad visas bredvid.
schema-together = Bryter fler än above rader mot regeln blir de en enda anmärkning.
schema-tests = Rader som klarar regeln, bryter den eller inte rörs av den.
schema-untested = Utfall som ingen rad kan ha, med skälet: pass, fail eller not_applicable.
schema-all-of = Alla villkoren ska gälla.
schema-any-of = Minst ett av villkoren ska gälla.
schema-none-of = Inget av villkoren får gälla.
schema-only-filled = Ingen annan kolumn på raden är ifylld.
schema-undecided = Gäller aldrig och bryts aldrig: svaret är oavgjort, av det skäl som står här.
schema-exists = Det finns en rad i länkens tabell som uppfyller where.
schema-unique = Ingen tidigare rad har samma värden.

## Granskningen
why-column-absent = kolumnen { $column } saknas
why-table-absent = tabellen { $table } gavs inte
    .help = ge den med --table { $table }=FIL
why-unknown-kind = { $column } är av okänd sort
    .help = säg vad de är i pack.yaml: terms
why-unreadable = { $column } går inte att läsa
why-error-cell = { $column } visar ett fel
why-no-value = { $column } är en formel utan sparat värde
why-outside-period = raden ligger utanför dagarna i { $table }
why-several = flera rader i { $table } passar och säger olika
why-candidate = en rad i { $table } går inte att läsa
why-no-key = raden saknar det som { $table } söks på
why-script = raden säger inte nog
why-no-day = raden har ingen läsbar dag
why-nothing = går inte att avgöra
related-earlier-row = står redan på rad { $row }
masked-value = ‹dolt›
no-header-closest = Närmast: { $closest }
no-header-at-all = Kontrollera att det är rätt fil.
no-header = inget blad har rubrikerna
    .help = { $closest }
sheet-unknown = bladet ”{ $sheet }” finns inte{ $meant }
    .help = Bladen heter: { $sheets }
sheet-unread = gick inte att läsa
sheet-no-cells = är inget kalkylblad
sheet-not-asked-for = efterfrågades inte
sheet-own = är rutinkolls eget, från en tidigare granskning
sheet-hidden = { $how ->
    [very] dolt så att bara ett program kan visa det
   *[other] dolt
}
table-unknown = okänd tabell { $table }{ $meant }
    .help = Tabellerna heter: { $tables }
table-twice = tabellen { $table } gavs två gånger
    .help = Ge den en gång.
table-no-header = ingen rubrik i filen är en som { $table } behöver: { $needed }
    .help = Kontrollera att det är rätt export. Heter kolumnerna något annat föreslår rutinkoll inspect FIL --table { $table } vad som ska stå i rutinkoll.yaml.
table-no-cells = filen har inget blad med rader för { $table }
    .help = Kontrollera att det är rätt fil, och att bladet inte är dolt.
table-lacks-column = { $table } saknar { $missing }{ $nearest }
    .help = Ett annat namn på kolumnen skrivs under aliases i rutinkoll.yaml. Andra rubriker i filen: { $headers }
table-nearest-header = ; närmast { $column } är ”{ $header }”
table-key-empty = { $column } är tom på varje rad i { $table }, så ingenting går att slå upp
    .help = Kontrollera exporten: kolumnen ska vara ifylld.
output-unknown = { $path }: det formatet går inte att skriva
    .help = Ändelsen säger vilket format det blir: { $known }.
output-failed = { $path }: rapporten gick inte att skriva: { $reason }
    .help = Kontrollera att mappen finns och att du får skriva dit.
severity-error = fel
severity-warning = varning
severity-info = upplysning
did-you-mean = , menade du { $name }?
# Varför en regel inte kontrollerades; `.help` är vad som behövs.
needs-table = tabellen { $table } gavs inte
    .help = ge den med --table { $table }=FIL
why-no-sheet = inget blad kunde granskas
fault-advice = råd

## Rapporter till fil och till andra program
report-title = Granskning
report-about = Om rapporten
report-by-input = Per arbetsbok
report-by-adviser = Per person
report-adviser = person { $n }
report-adviser-unknown = okänd
rule-cell = cellen
totals-rows-with-findings = Rader med anmärkning
totals-errors = Fel
totals-warnings = Varningar
totals-infos = Upplysningar
about-created = Gjord
about-erase = Raderas senast
about-personal = Personuppgifter
about-personal-shown = Rapporten innehåller personuppgifter. Spara den inte längre än den behövs, och skicka den bara till den som ska åtgärda.
about-personal-masked = Personuppgifter är dolda. Den som har arbetsboken kan slå upp raderna där.
about-personal-none = Rapporten innehåller inga värden ur kolumner med personuppgifter.
about-as-of = Per den
about-rules = Regler
about-off = Avstängda regler
about-changed = Ändrade regler
about-options = Val som ändrar utfallet
about-program = Program
about-file = Fil
csv-kind = Slag
csv-finding = anmärkning
csv-severity = Allvar
csv-title = Rubrik
csv-rule = Regel
csv-basis = Grund
csv-file = Fil
csv-sheet = Blad
csv-row = Rad
csv-cell = Cell
csv-column = Kolumn
csv-value = Värde
csv-message = Vad som är fel
csv-help = Gör så här
csv-because = Skäl
csv-related = Se även
markdown-where = Var
markdown-too-long = Rapporten är längre än ett meddelande i Teams rymmer (28 kB). Dela upp den, eller bifoga den som fil.
github-limit = { $counts }. GitHub visar högst { $shown } av varje slag för ett steg; alla står i loggen.
sarif-limit = { $shown } av { $all } anmärkningar finns i filen, de allvarligaste: GitHub tar inte emot fler. Alla finns med --format json.
output-over-input = { $path } är en av filerna som granskas
    .help = Ange ett annat namn: originalet skrivs aldrig över.
output-over-pack = { $path } hör till regelpaketet
    .help = Ange en annan plats.
output-twice = { $path } anges två gånger
    .help = Ange varje rapport en gång.
adviser-not-marked = regelpaketet säger inte vilken kolumn som visar vem som fyllde i raden
    .help = Skriv adviser: true vid kolumnen i pack.yaml.

## Den märkta kopian
file-changed = filen har ändrats sedan den granskades
annotate-nothing = Inget att anmärka på.
annotate-back = Till raden i granskningen
annotate-has-note = Cellen har redan en anteckning, som är kvar; det här står bara här.
annotate-holds = Det här är en kopia av arbetsboken och innehåller allt som den innehåller, personuppgifter också.
annotate-rebuilt = En ny arbetsbok med värdena ur { $path }: bara en .xlsx kan kopieras som den är. Utseende, formler och blad som inte granskades är inte med.
annotate-damaged = arbetsboken är skadad
annotate-unusual = arbetsboken är skriven på ett sätt som inte går att märka säkert
annotate-io = { $reason }
annotate-unread = det finns ingen granskad arbetsbok att kopiera
annotate-no-file = en kopia måste skrivas till en vanlig fil
output-not-copied = { $path }: ingen märkt kopia skrevs: { $reason }
annotate-several = { $path }: en märkt kopia görs av en arbetsbok åt gången, och här är { $count }
    .help = Granska dem en och en, eller välj ett annat format för dem alla.
annotate-extension = { $path }: kopian måste heta { $wanted }, som arbetsboken
    .help = Excel öppnar inte filen annars.

## Sidan
html-skip = Till anmärkningarna
html-contents = Innehåll
html-findings = Anmärkningar
html-bar = Stapel
html-filter = Välj anmärkningar
html-all = alla
html-clause = Punkt
html-text = Text
html-reset = Visa alla
html-shown = {"{"}shown{"}"} av {"{"}all{"}"} visas
html-by-clause = Per punkt
html-by-week = Per vecka
html-week-label = Vecka
html-week = v. { $week } { $year }
html-undated = { $n ->
    [one] En anmärkning gäller en rad utan läsbart datum.
   *[other] { $n } anmärkningar gäller rader utan läsbart datum.
}
open-without-page = det finns ingen sida att öppna
    .help = Ge den ett namn med -o FIL.html.
open-failed = { $path } är skriven men gick inte att öppna: { $reason }
## Tabeller
why-outside-sheet = raden ligger utanför arkets dagar
why-several-in-sheet = flera rader i arket passar och säger olika
why-candidate-in-sheet = en rad i arket är ofullständig eller går inte att läsa
why-no-key-of-sheet = raden saknar det som arket söks på
why-not-there = { $column } finns inte i { $table }
why-not-there-in-sheet = { $column } finns inte i arket
why-none-fits = ingen rad i { $table } är av det slag som söks
    .help = kontrollera att det är rätt export, och orden för den i pack.yaml
why-none-fits-in-sheet = ingen rad i arket är av det slag som söks
why-no-address = { $column } är ingen adress
why-said = { $reason }
miss-days = { $days ->
    [one] en dag från raden, högst { $near } räknas
   *[other] { $days } dagar från raden, högst { $near } räknas
}
miss-kind = inte av det slag som söks
miss-taken = svarar redan för rad { $row }
miss-taken-elsewhere = svarar redan för rad { $row } på ett annat blad
address-alike = samma adress, likadant skriven
address-same = samma adress, bara skrivsättet skiljer
address-near = det som skiljer är { $parts }
address-care-of = c/o
address-street = gatan
address-number = numret
address-entrance = uppgången
address-apartment = lägenheten
address-floor = våningen
address-box = boxen
address-postcode = postnumret
address-town = orten
address-other = något som inte gick att tolka
fault-link-from = länken `{ $name }` måste säga vilken tabell den utgår från
    .help = Skriv from: och tabellens namn.
fault-link-pool = länken `{ $name }` kan inte dela pool med de andra
    .help = Länkar i en pool har take: one_each och leder till samma ställe.
fault-script-name = `{ $function }` ska ha namnet utskrivet
    .help = Skriv { $function }("namn"), inte ett räknat namn.
report-table = Tabellen { $table }
report-period = { $from }–{ $to }
miss-taken-here = svarar redan för något annat på samma rad
why-linked = { $column } i { $table } går inte att läsa
why-linked-in-sheet = { $column } på arkets rad går inte att läsa
why-linked-absent = { $table } saknar kolumnen { $column }
why-linked-absent-in-sheet = arket saknar kolumnen { $column }
## Reglernas prov
test-untried = oprövat
coverage-no-pass = inget prov visar en rad som klarar regeln
    .help = Lägg till ett prov med expect: pass. Kan ingen rad klara den: untested: {"{"} pass: skälet {"}"}
coverage-no-fail = inget prov visar en rad som bryter mot regeln
    .help = Lägg till ett prov med expect: {"{"} fail: KOLUMN {"}"}
coverage-no-not-applicable = inget prov visar en rad som regeln inte gäller
    .help = Lägg till ett prov med expect: not_applicable
coverage-excuse-stale = det finns ett prov med { $outcome }, så skälet ”{ $why }” behövs inte
    .help = Ta bort det under untested.
coverage-never-held = ”{ $part }” under { $section } har inte varit uppfyllt i något prov
    .help = Lägg till ett prov där det är uppfyllt.
coverage-never-broken = ”{ $part }” under { $section } har varit uppfyllt i alla prov
    .help = Lägg till ett prov där det inte är uppfyllt.
coverage-never-seen = ”{ $part }” under { $section } har inte prövats i något prov
    .help = Lägg till ett prov där det är uppfyllt, och ett där det inte är det.
coverage-clause-without-rule = punkt { $clause } ({ $title }) har ingen regel
    .help = Skriv en regel för den, eller decided: never och why i pack.yaml.
coverage-clause-without-reason = punkt { $clause } ({ $title }) kan inte kontrolleras, men skälet saknas
    .help = Skriv why vid punkten i pack.yaml.
rules-coverage = { $gaps ->
    [0] Allt är prövat: utfall, villkor och punkter.
    [one] En lucka i det som är prövat.
   *[other] { $gaps } luckor i det som är prövat.
}
mutant-unnoticed = omärkt
mutant-dropped = inget prov märker om raden ”{ $from }” tas bort ur { $section }
mutant-changed = inget prov märker om ”{ $from }” i { $section } blir ”{ $to }”
mutant-suggestion = ett prov som hade märkt det:
mutant-no-suggestion = Inget prov som skulle märka det hittades. Kan ingen rad visa skillnaden: lägg till i equivalent-mutants.yaml: { $entry }
mutant-stale = equivalent-mutants.yaml: { $rule }: ”{ $mutant }” finns inte, eller märks av ett prov. Ta bort raden.
mutant-tests-fail = { $rule }: proven går fel redan som regeln är; inget ändrades.
rules-mutated = { $tried } ändringar prövades, { $survived } märkte inget prov, { $equivalent } står som likvärdiga

## Regler i ord
say-and = och
say-or = eller
say-all = allt detta gäller:
say-any = minst ett av detta gäller:
say-only-filled = { $not ->
    [yes] något annat än { $fields } är ifyllt
   *[no] inget annat än { $fields } är ifyllt
}
say-exists = { $not ->
    [yes] ingen rad i { $table } hör till raden
   *[no] någon rad i { $table } hör till raden
}
say-exists-where = { $not ->
    [yes] det inte finns någon rad i { $table } där { $where }
   *[no] det finns en rad i { $table } där { $where }
}
say-unique = { $not ->
    [yes] en tidigare rad har samma { $fields }
   *[no] ingen tidigare rad har samma { $fields }
}
say-unique-within = { $not ->
    [yes] en tidigare rad inom { $days } dagar har samma { $fields }
   *[no] ingen tidigare rad inom { $days } dagar har samma { $fields }
}
say-link-found = raden har en motsvarighet i { $table }
say-link-missing = raden inte har någon motsvarighet i { $table }
say-column-found = kolumnen { $field } finns
say-column-missing = kolumnen { $field } saknas
say-is = { $not ->
    [yes] { $field } inte är { $state }
   *[no] { $field } är { $state }
}
say-state-filled = ifylld
say-state-filled-neuter = ifyllt
say-state-blank = tom
say-state-blank-neuter = tomt
say-readable = { $not ->
    [yes] { $field } inte går att läsa
   *[no] { $field } går att läsa
}
say-known = { $not ->
    [yes] { $field } inte är av känd sort
   *[no] { $field } är av känd sort
}
say-mentions = { $not ->
    [yes] { $field } inte säger ”{ $phrase }” eller liknande
   *[no] { $field } säger ”{ $phrase }” eller liknande
}
say-matches = { $not ->
    [yes] { $field } inte passar { $pattern }
   *[no] { $field } passar { $pattern }
}
say-pattern-named = mönstret { $name } (i pack.yaml)
say-pattern = mönstret ”{ $pattern }”
say-same-as = { $not ->
    [yes] { $field } inte är samma som { $other }
   *[no] { $field } är samma som { $other }
}
say-mentioned-in = { $not ->
    [yes] { $field } inte står i { $other }
   *[no] { $field } står i { $other }
}
say-undecided = det inte går att avgöra: { $reason }
say-difference = ‹vad som skiljer›
say-same-address = { $not ->
    [yes] { $field } inte är samma adress som { $other }
   *[no] { $field } är samma adress som { $other }
}
say-near-address = { $not ->
    [yes] { $field } inte är nästan samma adress som { $other }
   *[no] { $field } är nästan samma adress som { $other }
}
say-address-complete = { $not ->
    [yes] { $field } inte har en adress med postnummer och ort
   *[no] { $field } har en adress med postnummer och ort
}
say-address-no-postcode = { $not ->
    [yes] { $field } inte är en adress utan postnummer
   *[no] { $field } är en adress utan postnummer
}
say-address-foreign = { $not ->
    [yes] { $field } inte är en utländsk adress
   *[no] { $field } är en utländsk adress
}
say-address-none = { $not ->
    [yes] { $field } är någon sorts adress
   *[no] { $field } inte är någon adress
}
say-address-mentioned = { $not ->
    [yes] { $field } inte innehåller någon adress
   *[no] { $field } innehåller en adress
}
say-identity-number = { $not ->
    [yes] { $field } inte innehåller ett personnummer
   *[no] { $field } innehåller ett personnummer
}
say-before = { $not ->
    [yes] { $field } inte är före { $day }
   *[no] { $field } är före { $day }
}
say-after = { $not ->
    [yes] { $field } inte är efter { $day }
   *[no] { $field } är efter { $day }
}
say-length = { $not ->
    [yes] { $field } inte har { $range } tecken
   *[no] { $field } har { $range } tecken
}
say-is-state = { $not ->
    [yes] { $field } inte är { $state }
   *[no] { $field } är { $state }
}
say-state-error = ett felvärde
say-state-no-value = en formel utan sparat värde
say-state-merged = en sammanfogad ruta
say-state-damaged = ett skadat nummer
say-state-ambiguous-date = ett tvetydigt datum
say-state-bad-date = ett datum som inte går att läsa
say-state-typed-date = ett datum skrivet som text
say-state-struck = överstruken
say-header-required = { $not ->
    [yes] kolumnen inte måste finnas
   *[no] kolumnen måste finnas
}
say-header-optional = { $not ->
    [yes] kolumnen måste finnas
   *[no] kolumnen inte måste finnas
}
say-header-exact = { $not ->
    [yes] rubriken inte är kolumnens namn
   *[no] rubriken är kolumnens namn
}
say-header-alias = { $not ->
    [yes] rubriken inte är ett av kolumnens andra namn
   *[no] rubriken är ett av kolumnens andra namn
}
say-header-near = { $not ->
    [yes] rubriken inte bara liknar kolumnens namn
   *[no] rubriken bara liknar kolumnens namn
}
say-header-missing = { $not ->
    [yes] kolumnen finns
   *[no] kolumnen saknas
}
say-header-twice = { $not ->
    [yes] kolumnen inte finns två gånger
   *[no] kolumnen finns två gånger
}
say-the-header = rubriken
say-the-column = kolumnen
say-the-sheet = arket
say-first-cell = radens första ruta
say-cell = rutan
say-linked = { $column } i { $table }
say-outer = radens { $column }
say-as-of = dagen för granskningen
say-days-before = { $days } dagar före granskningen
say-days-after = { $days } dagar efter granskningen
say-between = mellan { $least } och { $most }
say-at-least = minst { $least }
say-at-most = högst { $most }
say-letter = ‹bokstav›
say-cell-of = ‹rutan { $field }›
say-nearest = ‹närmaste sorter›
say-fact-column = ‹kolumnen›
say-fact-header = ‹rubriken›
asks-rows = rader
asks-cells = rutor
asks-every-cell = rutor, också utanför kolumnerna,
asks-headers = kolumner
asks-table = rader i tabellen { $table }
asks-all = Gäller alla { $whole }.
asks-where = Gäller { $whole } där
asks-demands = Kräver att
asks-from = Gäller från och med { $day }.
asks-to = Gäller till och med { $day }.
asks-script = Ett skript avgör:
example-empty = (tom rad)
example-blank = (tom)
example-no-value = (formel utan värde)
page-basis-routine = står i rutinen
page-basis-assumption = ett antagande, inte rutinens
page-basis-quality = uppgifterna är skadade eller tvetydiga
page-basis-privacy = skyddar personuppgifter
page-off = avstängd
page-message = Säger: { $message }
page-help = Gör så här: { $help }
page-weaker = Prövas bara där starkare bevis saknas: { $rules }.
page-passes = Klarar regeln:
page-fails = Bryter mot regeln:
page-not-applicable = Regeln gäller inte:
page-undecided = Går inte att avgöra:
page-needs = Behöver { $needs }.
page-columns = kolumnerna { $columns }
page-table = tabellen { $table } (--table { $table }=FIL)
page-needs-nothing = Behöver inget särskilt.
page-more = och { $left } till: rutinkoll rules explain
page-change = Ändra allvaret, eller stäng av den, i rutinkoll.yaml bredvid arbetsboken:
rules-page-title = Reglerna
rules-page-intro = { $count } regler i { $pack } { $version }, punkt för punkt och sedan en i taget. Sidan är skriven av programmet; ändra regeln, inte sidan.
rules-page-never = kan inte kontrolleras. { $why }
rules-none-match = ingen regel passar
    .help = Ta bort något av villkoren. Alla regler: rutinkoll rules list
rule-or-clause-unknown = okänd regel eller punkt: { $name }{ $meant }
    .help = Alla regler: rutinkoll rules list
clause-never = Punkt { $clause } ({ $title }) kan inte kontrolleras: { $why }
clause-without-rules = Punkt { $clause } ({ $title }) har ingen regel.

## Före och efter
diff-new = ny
diff-gone = borta
diff-changed = ändrad
diff-was = { $now } (var { $was })
diff-count = { $new } nya, { $gone } borta, { $changed } ändrade
preview-packs = Nu: { $old }. Ändrat: { $new }.
watch-waiting = Väntar på att något sparas. Ctrl+C avslutar.
watch-saved = Sparat: { $files }
watch-same = Samma resultat som nyss: { $findings } anmärkningar.
watch-kept = Det senaste resultatet står kvar.
watch-only-terminal = --watch går bara med filer och mappar, och med --format terminal
    .help = Rapporter till filer (-o) skrivs om vid varje granskning.
watch-impossible = filerna går inte att bevaka: { $reason }
watch-trouble = bevakningen hakade upp sig: { $reason }
    .help = Spara igen om inget händer, eller börja om.

## Nya regler, eget regelpaket
new-needs-folder = det finns inget regelpaket att lägga regeln i, bara det inbyggda
    .help = Skriv ut det först: rutinkoll rules export rules
new-bad-id = { $id } kan inte vara namnet på en regel
    .help = Små bokstäver a–z, siffror och bindestreck, först en bokstav: kvitto-saknas
new-exists = { $path } finns redan
    .help = Ett namn på en regel används bara en gång. Välj ett annat.
new-failed = { $path } gick inte att skriva: { $reason }
    .help = Kontrollera att du får skriva i mappen.
new-written = { $path } är skriven. Fyll i den, och pröva med: rutinkoll rules test { $folder } { $id }
scaffold =
    # yaml-language-server: $schema=rule.schema.json
    # Vilka punkter i rutinen regeln vilar på; de står i pack.yaml.
    clauses: [{ $clause }]
    # routine, assumption, quality eller privacy
    basis: assumption
    # error, warning eller info
    severity: info
    title:
    { $title }
    # Vilka rader den gäller. Ta bort när den gäller alla.
    when:
    {"  "}{ $column }: filled
    # Vad som krävs av dem.
    expect:
    {"  "}{ $other }: filled
    message:
    { $message }
    help:
    { $help }
    # Fyll i raderna. Innan dess går proven fel.
    tests:
      - name: en rad som är som den ska
        row: {"{}"}
        expect: pass
      - name: en rad som bryter mot regeln
        row: {"{}"}
        expect: {"{"} fail: { $other } {"}"}
      - name: en rad som regeln inte gäller
        row: {"{}"}
        expect: not_applicable
scaffold-title = Vad som är fel, i några ord
scaffold-message = Vad som är fel på raden.
scaffold-help = Vad man ska göra åt det.
export-not-empty = { $path } är inte en tom mapp
    .help = Ange en mapp som inte finns, eller en tom. Inget skrivs över.
export-failed = regelpaketet gick inte att skriva till { $path }: { $reason }
    .help = Kontrollera att du får skriva där.
export-written = { $rules } regler är skrivna till { $path }. Använd dem med --rules { $path }; läs { $path }/README.md.
export-written-found = { $rules } regler är skrivna till { $path } och används härifrån och i mapparna under. Läs { $path }/README.md.
export-readme =
    # Reglerna är dina

    Det här är regelpaketet { $pack } { $version }, utskrivet av `rutinkoll rules export`. Ändra i filerna;
    nästa granskning läser det som du har sparat. `pack.yaml` har kolumner, ord, inställningar och rutinens
    punkter. Varje annan fil är en regel, med sina prov sist. `lib/` har det som flera regler delar.

    ```sh
    rutinkoll rules list --rules { $dir }
    rutinkoll rules explain REGEL --rules { $dir }
    rutinkoll rules check { $dir }
    rutinkoll rules test { $dir }
    rutinkoll rules preview --against { $dir } ARBETSBOK
    rutinkoll audit --rules { $dir } ARBETSBOK
    rutinkoll rules new NY-REGEL --rules { $dir }
    ```

    En mapp som heter `rules` hittas av sig själv, där du står eller i en mapp ovanför; då behövs inte `--rules`.
    `preview` visar vad ändringen gör innan den gäller. Sätt en ny `version` i `pack.yaml` när du har ändrat:
    den står i varje rapport. Ett fel i en fil stoppar granskningen och visas på sin plats.
## Rapporter från tidigare granskningar
past-empty = Filen är tom.
    .help = Gör rapporten igen: rutinkoll audit FIL -o rapport.json
past-folder = Det är en mapp, inte en rapport.
    .help = Ange rapportens fil, till exempel mapp/rapport.json.
past-workbook = Filen är en arbetsbok, inte en rapport.
    .help = Ange rapporten som skrevs med -o rapport.json. Ska arbetsboken granskas: rutinkoll audit FIL
past-markup = Filen är en webbsida eller XML, inte en rapport i JSON.
    .help = Ange rapporten som skrevs med -o rapport.json.
past-lines = Rapporten är skriven som ndjson, en anmärkning på varje rad. Här behövs json.
    .help = Skriv den med -o rapport.json eller --format json.
past-sarif = Rapporten är skriven som SARIF. Här behövs json.
    .help = Skriv den med -o rapport.json eller --format json.
past-other = Filen är JSON men ingen rapport från rutinkoll audit.
    .help = Ange rapporten som skrevs med -o rapport.json eller --format json.
past-not-json = Filen är inte JSON: felet står på rad { $line }, tecken { $column }.
    .help = Ange rapporten som skrevs med -o rapport.json. Har någon ändrat i den: granska arbetsboken igen.
past-cut = Rapporten är avhuggen: den slutar mitt i, på rad { $line }.
    .help = Hämta den igen, eller granska arbetsboken igen. Det som saknas går inte att gissa.
past-too-large = Rapporten är större än { $allowed } MiB.
    .help = Granska färre arbetsböcker åt gången, med en rapport för varje.
past-older = Rapporten är av version { $version }. Det här programmet läser version { $known }.
    .help = Granska arbetsboken igen, så får du en rapport av den nya versionen.
past-newer = Rapporten är av version { $version }. Det här programmet läser version { $known }.
    .help = Den är gjord av ett nyare rutinkoll. Uppgradera, eller granska arbetsboken igen med det här.
past-text = { $place } saknas eller är ingen text.
    .help = Rapporten är inte som rutinkoll skrev den. Granska arbetsboken igen.
past-number = { $place } saknas eller är inget heltal.
    .help = Rapporten är inte som rutinkoll skrev den. Granska arbetsboken igen.
past-time = { $place } är inget datum eller ingen tidpunkt.
    .help = Rapporten är inte som rutinkoll skrev den. Granska arbetsboken igen.
past-list = { $place } saknas eller är ingen lista.
    .help = Rapporten är inte som rutinkoll skrev den. Granska arbetsboken igen.
past-word = { $place } är ”{ $found }”. Det ska vara något av: { $known }.
    .help = Rapporten är inte som rutinkoll skrev den. Granska arbetsboken igen.
past-twice = Två anmärkningar har samma fingeravtryck: { $one } och { $other }.
    .help = Rapporten är inte som rutinkoll skrev den. Granska arbetsboken igen.
past-edited = Rapporten är ändrad efter att den gjordes: innehållet stämmer inte med dess kontrollsumma (digest).
    .help = Använd originalet, eller granska arbetsboken igen.
past-unsealed = Rapporten har ingen kontrollsumma (digest): den är gjord av ett äldre rutinkoll, eller så har någon ändrat i den.
    .help = Granska arbetsboken igen.

## Två rapporter mot varandra
compare-other-secret = Rapporterna har fingeravtryck från olika hemligheter ({ $old } och { $new }), så ingen anmärkning går att känna igen.
    .help = Granska arbetsboken igen med samma hemlighet som den äldre rapporten.
compare-by-place = Rapporterna saknar fingeravtryck. Anmärkningar är igenkända på sin plats och på vad raden visar: har rader flyttats kan en gammal anmärkning se ny ut.
compare-other-words = Rapporterna har olika språk, eller visar olika mycket. Texter och värden är inte jämförda.
compare-other-pack = Olika regelpaket: { $old } och { $new }.
compare-shared = Det som alla regler delar i pack.yaml, lib/ eller inställningarna är ändrat: ord, kolumner, värden.
compare-other-program = Olika versioner av rutinkoll: { $old } och { $new }.
compare-table-gone = Tabellen { $table } gavs bara till den äldre.
compare-table-new = Tabellen { $table } gavs bara till den nyare.
compare-table-other = Tabellen { $table } har ändrats.
compare-other-options = Granskningarna gjordes med olika val: { $option ->
    [sheets] --sheet
    [limits] --max
   *[other] tabellers from och to
}.
diff-from = Från { $path }, per den { $date }, { $pack }: { $findings ->
    [one] 1 anmärkning
   *[other] { $findings } anmärkningar
}
diff-to = Till { $path }, per den { $date }, { $pack }: { $findings ->
    [one] 1 anmärkning
   *[other] { $findings } anmärkningar
}
diff-rules = Regler som inte dömde lika
diff-rule-added = ny regel
diff-rule-removed = borttagen
diff-rule-on = påslagen
diff-rule-off = avstängd
diff-rule-checked = kontrollerad, men inte i den äldre
diff-rule-not-checked = inte kontrollerad, men i den äldre
diff-rule-changed = ändrad
diff-rule-severity = fick ett annat allvar
diff-because-sheet = Bladet är ett annat
diff-because-rules = Andra regler dömde
diff-because-either = Andra regler dömde ett annat blad: det går inte att säga vilket det beror på
diff-because-tables = Samma blad och samma regler, med andra tabeller
diff-because-not-audited = Den ena granskningen tittade inte där
diff-because-day = Samma blad och samma regler, men en annan dag eller ett annat program
diff-by-sheet = Per blad
diff-sheet = blad
diff-waived = undantagen

## Rapporter över tid
trend-week = vecka
trend-week-of = { $year } v. { $week }
trend-rows = rader
trend-findings = anmärkningar
trend-new = nya
trend-mended = åtgärdade
trend-otherwise = av annat skäl
trend-waived = undantagna
trend-by-place = Minst två rapporter saknar fingeravtryck. Nya och åtgärdade är räknade på plats: har rader flyttats räknas de fel.
trend-other-secret = { $path } har fingeravtryck från en annan hemlighet än rapporten före. Nya och åtgärdade går inte att räkna där.
trend-several = Veckans sista rapport räknas. Inte räknade ({ $count }): { $paths }
trend-several-clauses = En anmärkning som rör två punkter räknas under båda.
trend-none = { $path } har inga rapporter i JSON.
    .help = Spara en efter varje granskning: rutinkoll audit FIL -o rapporter/2026-11-23.json
trend-folder-unread = { $path } gick inte att läsa: { $reason }.

## Hör rapporten till filerna?
verify-word-same = samma
verify-word-other = annan
verify-word-unknown = okänt
verify-word-remark = obs
verify-whole = Rapporten är som den skrevs.
verify-same = { $path }
verify-other = { $path } har ändrats eller är en annan fil.
verify-not-given = { $path } granskades men angavs inte här.
verify-not-of-report = { $path } hör inte till rapporten.
verify-was-unread = { $path } gick inte att läsa när rapporten gjordes.
verify-unread = { $path }: { $reason }
verify-rules-same = Reglerna: { $pack }
verify-rules-other = Reglerna: rapporten dömdes av { $pack }, här finns { $now }. Skiljer: { $rules }
verify-settings-other = Inställningarna: då { $then }, nu { $now }
verify-rules-unread = Reglerna: { $reason }
verify-program = Rapporten gjordes av rutinkoll { $then }. Det här är { $now }.
verify-unchecked = { $count ->
    [one] 1 regel
   *[other] { $count } regler
} kontrollerades inte när rapporten gjordes.
verify-yes = Rapporten hör till de här filerna och reglerna.
verify-no = Rapporten hör inte till allt det här.
verify-unknown = Det går inte att säga: något som rapporten bygger på fattas här.

## Så förstods bladen (inspect)
inspect-semicolon = semikolon
inspect-comma = komma
inspect-tab = tabb
inspect-sep-line = sep= på första raden
inspect-1904 = dagar räknas från 1904
inspect-header-row = rubrik på rad { $row }
inspect-columns-found = { $found } av { $all } kolumner
inspect-runner-up = Rad { $row } kunde också ha varit rubrikraden: den har { $matched } av kolumnerna.
inspect-exact = samma rubrik
inspect-in-part = ”{ $header }”, utan parentes och fler rader
inspect-alias = ”{ $header }”, ett känt namn
inspect-alias-in-part = ”{ $header }”, ett känt namn, utan parentes och fler rader
inspect-near = ”{ $header }”, en gissning efter stavningen
inspect-missing = saknas och behövs
inspect-missing-optional = saknas, behövs inte
inspect-twice = fler än en rubrik: { $headers }
inspect-quoted = ”{ $header }”
inspect-unknown = (okänd)
inspect-no-header = utan rubrik
inspect-hidden-column = dold kolumn
inspect-filled = { $n ->
    [one] { $n } ifylld
   *[other] { $n } ifyllda
}
inspect-dates = { $n } datum
inspect-numbers = { $n } tal
inspect-identifiers = { $n } nummer
inspect-typed-dates = { $n ->
    [one] varav { $n } skrivet som text
   *[other] varav { $n } skrivna som text
}
inspect-merged-cells = varav { $n } ur sammanfogade celler
inspect-ambiguous-dates = { $n } kan vara två olika datum
inspect-bad-dates = { $n } är inget datum
inspect-bad-numbers = { $n } är inget tal
inspect-damaged = { $n ->
    [one] { $n } skadat av Excel
   *[other] { $n } skadade av Excel
}
inspect-errors = { $n ->
    [one] { $n } felvärde
   *[other] { $n } felvärden
}
inspect-no-value = { $n ->
    [one] { $n } formel utan värde
   *[other] { $n } formler utan värde
}
inspect-placeholders = { $n } med streck eller liknande
inspect-blank = { $n ->
    [one] { $n } tom
   *[other] { $n } tomma
}
inspect-said-column = Kolumn { $letter }, { $name }
inspect-said-absent = { $name }
inspect-rows = { $n ->
    [one] En rad: { $first }.
   *[other] { $n } rader: { $first } till { $last }.
}
inspect-no-rows = Inga rader under rubriken.
inspect-hidden-rows = { $n ->
    [one] En rad är dold. Den granskas ändå.
   *[other] { $n } rader är dolda. De granskas ändå.
}
inspect-struck-rows = { $n ->
    [one] En rad är överstruken, helt eller delvis.
   *[other] { $n } rader är överstrukna, helt eller delvis.
}
inspect-kinds = Av dem granskas dessa bara av vissa regler: { $kinds }.
inspect-blank-rows = { $n ->
    [one] En rad har inget i de kända kolumnerna och räknas inte: rad { $row }.
   *[other] { $n } rader har inget i de kända kolumnerna och räknas inte, från rad { $row }.
}
inspect-totals = Summaraden, rad { $row }, räknas inte.
inspect-table = Excel-tabellen { $table } ({ $range }) är det som läses.
inspect-merges = { $n ->
    [one] Ett sammanfogat block: { $blocks }.
   *[other] { $n } sammanfogade block: { $blocks }.
}
inspect-notes = { $n ->
    [one] En cell har en anteckning.
   *[other] { $n } celler har anteckningar.
}
inspect-protected = Bladet är skyddat. Det läses som vanligt.
inspect-hidden-columns = { $n ->
    [one] Dold kolumn: { $letters }. Den läses ändå.
   *[other] Dolda kolumner: { $letters }. De läses ändå.
}
inspect-proposal = Förslag
inspect-proposal-intro = Rubrikerna nedan kan vara de kolumner som saknas. Läs igenom, ändra det som är fel och lägg raderna i rutinkoll.yaml bredvid arbetsboken. Står overrides: redan där läggs de in under den.
inspect-as-sheet = Läst som bladet i { $pack } { $version }.
inspect-as-table = Läst som tabellen { $table } i { $pack } { $version }.
guess-heading = Gissningar av rutinkoll inspect. Kontrollera dem innan de används.
guess-one = gissning, ”{ $header }”: { $why }
guess-several = ”{ $header }” eller en annan av dem, ta bort # framför en: { $why }
guess-dates = { $count } av { $filled } ifyllda är datum
guess-numbers = { $count } av { $filled } ifyllda är tal
guess-identifiers = { $count } av { $filled } ifyllda är nummer
guess-addresses = { $count } av { $filled } ifyllda är adresser
guess-known = { $count } av { $filled } ifyllda är ord som reglerna känner
guess-name = liknar { $name }

## Sedan sist: hemligheten
no-fingerprints = Anmärkningarna har inga fingeravtryck, så en senare granskning kan inte jämföras med den här rapporten. Gör en hemlighet med ”rutinkoll secret new FIL” och ange den med --secret-file FIL.
secret-empty = Hemligheten är tom.
    .help = Gör en med ”rutinkoll secret new FIL”.
secret-file-empty = Filen som ska innehålla hemligheten är tom: { $path }
    .help = Gör en ny, i en annan fil, med ”rutinkoll secret new FIL”.
secret-unreadable = Hemligheten gick inte att läsa från { $path }: { $reason }
    .help = Gör en med ”rutinkoll secret new FIL”, eller ange filen som gruppen redan har.
secret-too-long = { $path } är för lång för att vara en hemlighet. Är det fel fil?
    .help = En hemlighet är en rad. ”rutinkoll secret new FIL” gör en.
secret-short = Hemligheten är så kort att den går att gissa, och med den numren bakom fingeravtrycken.
    .help = Gör en med ”rutinkoll secret new FIL”.
secret-in-settings = Hemligheten står i själva rutinkoll.yaml: alla som läser filen känner till den.
    .help = Lägg den i en egen fil och skriv secret_file: FIL i stället.
secret-exists = { $path } finns redan och skrivs inte över: då skulle fingeravtryck från den gamla hemligheten inte gå att känna igen.
    .help = Använd hemligheten som finns, eller ange en annan fil.
secret-made = En ny hemlighet ligger i { $path }. Förvara den där bara gruppen läser den, och inte i samma mapp som rapporterna: utan den går gamla rapporter inte att jämföra med nya.
secret-no-randomness = Systemet gav inga slumptal: { $reason }
fault-two-secrets = både ”secret” och ”secret_file” är angivna
    .help = Behåll ”secret_file” och ta bort ”secret”.

## Sedan sist
report-since = Sedan sist
report-gone = Borta sedan sist
since-state = Sedan sist
since-waiver = Undantag
since-fingerprint = Fingeravtryck
since-gone-more = … och { $count } till; --limit 0 visar alla.
since-new = ny
since-unchanged = kvar
since-not-waived = inte undantagen
since-waived = undantag till { $until }{ $by }: { $reason }
since-by = {" "}av { $by }
since-counted = { $new } nya, { $unchanged } kvar och { $gone } borta sedan rapporten den { $date }.
since-other-rules = { $n ->
    [0] Andra regler gällde då: det som är nytt eller borta kan bero på reglerna och inte på arket.
    [one] Andra regler gällde då. En av de nya anmärkningarna kommer från en regel som inte prövades.
   *[other] Andra regler gällde då. { $n } av de nya anmärkningarna kommer från regler som inte prövades.
}
since-accepted = { $of ->
    [one] Ett undantag
   *[other] { $of } undantag
}, { $n ->
    [0] ingen anmärkning är undantagen.
    [one] en anmärkning är undantagen. Den avgör inte slutkoden.
   *[other] { $n } anmärkningar är undantagna. De avgör inte slutkoden.
}
stale-expired = Undantaget för { $about } gick ut den { $until }: ”{ $reason }”
    .help = Ta bort det, eller gör ett nytt med rutinkoll waive.
stale-changed = Undantaget för { $about } gäller inte längre, eftersom det står något annat i cellerna nu: ”{ $reason }”
    .help = Se på anmärkningen igen. Ta bort undantaget, eller gör ett nytt med rutinkoll waive.
stale-unmatched = Undantaget för { $about } passar ingen anmärkning: ”{ $reason }”
    .help = Ta bort det om raden är rättad.
stale-unknown = Undantaget gäller { $about }, som inte är någon regel eller punkt i regelpaketet: ”{ $reason }”
    .help = Ta bort det, eller rätta namnet.
gone-not-checked = kontrollerades inte den här gången
gone-no-rule = regeln är avstängd eller finns inte längre
baseline-unusable = Det går inte att jämföra med den tidigare rapporten { $path }: { $reason }
    .help = { $help }
baseline-without-secret = För att jämföra behövs hemligheten som rapporten gjordes med.
    .help = Ange den med --secret-file FIL, i RUTINKOLL_SECRET eller som secret_file i rutinkoll.yaml.
baseline-other-secret = Den gjordes med en annan hemlighet (nyckel { $theirs }) än den som används nu ({ $ours }).
    .help = Ange hemligheten som den gjordes med. Annars skulle allt se nytt ut.
baseline-no-fingerprints = Den har inga fingeravtryck: ingen hemlighet angavs när den gjordes.
    .help = Granska den arbetsboken igen med --secret-file FIL, och jämför med den rapporten.
fail-on-new-alone = --fail-on-new behöver något att jämföra med.
    .help = Ange den tidigare rapporten med --baseline GAMMAL.json.
waivers-unusable = Undantagen i { $path } går inte att använda: { $reason }
    .help = { $help }
waivers-without-secret = Raderna går inte att känna igen utan hemligheten som undantagen gjordes med.
    .help = Ange den med --secret-file FIL, i RUTINKOLL_SECRET eller som secret_file i rutinkoll.yaml.
waiver-other-secret = Undantaget på rad { $line } gjordes med en annan hemlighet (nyckel { $theirs }) än den som används ({ $ours }).
    .help = Ange hemligheten som det gjordes med, eller gör undantaget igen från en ny rapport.
waiver-not-added = Det går inte att lägga till något i { $path } som den är skriven.
    .help = Skriv undantagen som en lista, där varje undantag börjar med ”- rule:” på en egen rad.
fault-waiver-two = ett undantag gäller en regel eller en punkt, inte båda
fault-waiver-of-nothing = undantaget säger inte vilken regel eller punkt det gäller
    .help = Skriv ”rule:” eller ”clause:”, eller gör det med rutinkoll waive.
fault-waiver-blank = här står ingenting
    .help = Ett undantag har ett skäl som en kollega förstår om ett år.
fault-waiver-hash = det här är ingen kontrollsumma som rutinkoll waive har skrivit
    .help = Ta row_key och content ur rapporten: rutinkoll waive RAPPORT ANMÄRKNING gör det åt dig.
report-unusable = Rapporten { $path } går inte att använda: { $reason }
    .help = { $help }
waivers-head =
    Anmärkningar som har godtagits. rutinkoll waive lägger till i filen; ta bort det som inte gäller längre.
    row_key och content är gjorda med gruppens hemlighet och säger ingenting utan den. Skriv inga kunduppgifter här.
waived = Undantag till { $until }: { $finding }. Det står i { $path }.
waive-no-reason = Ett undantag behöver ett skäl.
    .help = Skriv varför anmärkningen godtas, så att en kollega förstår det om ett år: --reason TEXT
waive-past = { $until } har passerat.
    .help = Välj en dag som kommer: till och med den är anmärkningen undantagen.
waive-identity-number = Skälet innehåller ett personnummer.
    .help = Skriv skälet utan uppgifter om någon: filen sparas och delas.
waive-long-number = Skälet innehåller ett långt nummer. Är det en kunds, så ta bort det ur filen.
waive-no-such = Ingen av rapportens { $count } anmärkningar känns igen på ”{ $asked }”.
    .help = Ange början på fingeravtrycket (minst fyra tecken) eller cellen: E14, eller November!E14.
waive-several =
    { $count } anmärkningar i rapporten passar ”{ $asked }”:
    { $list }
    .help = Ange början på fingeravtrycket, eller vilken regel med --rule.
waive-more = och { $count } till
waive-no-fingerprints = Rapporten har inga fingeravtryck, och undantaget skulle inte kännas igen.
    .help = Granska igen med --secret-file FIL och -o rapport.json.
waive-other-clause = Anmärkningen rör inte punkt { $clause }, utan { $known }.
waive-twice = Anmärkningen är redan undantagen, på rad { $line } i filen: ”{ $reason }”
## Flera trådar
judging-broken = En tråd som granskar bröts av ett fel i programmet, så bladet är inte granskat. Pröva `--jobs 1`, och berätta gärna för dem som gör programmet.
judging-late-broken = En tråd som granskar bröts av ett fel i programmet, så en del rader är inte granskade mot tabellerna. Pröva `--jobs 1`, och berätta gärna för dem som gör programmet.
## Hjälptexter (--help): help-KOMMANDO, help-KOMMANDO-FLAGGA, help-arg-FLAGGA där flera kommandon har den, help-value-VAD
help-usage = Användning:
help-usage-options = FLAGGOR
help-usage-command = KOMMANDO
help-commands = Kommandon:
help-arguments = Argument:
help-options = Flaggor:
help-environment = [miljövariabel: { $values }]
help-default = [förval: { $values }]
help-choices = [välj: { $values }]
help-rutinkoll = Granskar ett kalkylblad mot en skriven rutin. `rutinkoll FIL` betyder `rutinkoll audit FIL`.
help-audit = Granska arbetsböcker, eller alla i en mapp
help-inspect = Visa hur varje blad förstods: rubrikrad, kolumner, rader, och vad som hoppades över
help-rules = Reglerna: visa, kontrollera, ändra och prova dem
help-rules-list = Alla regler, eller de som passar
help-rules-preview = Vad ett ändrat regelpaket skulle hitta i stället
help-rules-new = En ny regelfil, med prov att fylla i
help-rules-export = Skriv ut det inbyggda regelpaketet, att ändra i
help-rules-explain = En regel eller en punkt, i ord: vad, varför, exempel
help-rules-check = Är regelpaketet helt? Visar alla fel på en gång
help-rules-schema = JSON Schema för en regelfil, så att en redigerare kan hjälpa till
help-rules-test = Kör proven som står vid reglerna, och visa vad de inte prövar
help-arg-help = Visa den här hjälpen
help-arg-version = Visa programmets version
help-arg-inputs = Filer eller mappar; `-` är standard in
help-arg-tables = En tabell som regelpaketet känner till: dess namn och en fil. Kan anges flera gånger
help-arg-sheets = Bara bladet med det här namnet. Kan anges flera gånger
help-arg-as-of = Dagen som datumregler räknar från; i dag om inget annat sägs
help-arg-values = Visa eller dölj personuppgifter. De visas i en terminal och döljs annars
help-arg-config = Inställningarna; annars rutinkoll.yaml bredvid den första filen
help-arg-limits = Höj en gräns för vad en fil får kosta att läsa; se docs/limits.md
help-arg-rules = Regelpaketet: en mapp med pack.yaml
help-arg-lang = Språk
help-arg-format = Vad som skrivs till standard ut
help-arg-colour = Färg
help-arg-dir = Regelpaketet: en mapp med pack.yaml
help-audit-outputs = Skriv också en rapport till filen; formatet följer filändelsen. Kan anges flera gånger
help-audit-open = Öppna sedan sidan som skrevs med -o FIL.html
help-audit-retain = Så många dagar får en rapport sparas; annars paketets tal, eller 90
help-audit-by-adviser = Räkna anmärkningar per person
help-audit-watch = Granska igen varje gång arbetsboken, en tabell eller en regel sparas
help-audit-fail-on = Lägsta allvar som ger slutkod 1; annars error
help-audit-strict = En regel som inte kunde kontrolleras ger slutkod 2
help-audit-quiet = Bara anmärkningarna och en kort summa
help-audit-jobs = Så många trådar som mest
help-audit-limit = Så många anmärkningar visas i en terminal; 0 visar alla
help-inspect-table = Läs filerna som den här tabellen i regelpaketet
help-inspect-as-of = Dagen som datum utan år räknas från; i dag om inget annat sägs
help-inspect-format = Vad som skrivs till standard ut; yaml är bara förslaget till rutinkoll.yaml
help-inspect-cross-check = Läs .xlsx med en andra läsare också, och visa var de två skiljer sig
help-inspect-quiet = En rad för varje blad
help-rules-list-text = Ord som ska stå i regelns namn eller rubrik
help-rules-list-clause = Bara de som vilar på punkten
help-rules-list-basis = Bara de på den grunden
help-rules-list-severity = Bara de av det allvaret
help-rules-list-table = Bara de som behöver tabellen
help-rules-list-on = Bara påslagna
help-rules-list-off = Bara avstängda
help-rules-list-format = Vad som skrivs till standard ut; markdown är varje regels hela sida
help-rules-explain-name = Regelns namn, eller punktens nummer
help-rules-preview-against = Det ändrade regelpaketet
help-rules-new-id = Regelns namn: små bokstäver a–z, siffror och bindestreck
help-rules-export-dir = En tom mapp, eller en som inte finns
help-rules-check-strict = Råd ger slutkod 1
help-rules-test-args = Regelpaketet, och sedan regler
help-rules-test-mutate = Ändra varje regel lite, och visa de ändringar som inget prov märker
help-secret = Hemligheten som fingeravtryck görs med
help-secret-new = Gör en ny hemlighet, i en fil som inte finns än
help-secret-new-file = Filen
help-waive = Godta en anmärkning i en rapport, med skäl och slutdag
help-waive-report = Rapporten, i JSON
help-waive-finding = Anmärkningen: början på fingeravtrycket, eller cellen (E14, eller November!E14)
help-waive-reason = Varför den godtas, utan kunduppgifter
help-waive-until = Sista dagen som den är godtagen
help-waive-by = Vem som godtar den; annars den som är inloggad
help-waive-clause = Godta allt på raden som rör punkten
help-waive-rule = Regeln, där flera regler har anmärkt på cellen
help-waive-waivers = Filen att skriva i; annars waivers.yaml bredvid det som granskades
help-waive-config = Inställningar; annars rutinkoll.yaml bredvid det som granskades
help-audit-secret-file = Filen med hemligheten; annars RUTINKOLL_SECRET
help-audit-baseline = En tidigare rapport i JSON: vad är nytt, kvar och borta sedan dess
help-audit-fail-on-new = Bara nya anmärkningar ger slutkod 1
help-audit-waivers = Det som har godtagits; annars waivers.yaml bredvid första filen
help-diff = Vad som är nytt, borta och ändrat mellan två rapporter, och om det beror på bladet eller på reglerna
help-diff-old = Den äldre rapporten, i JSON
help-diff-new = Den nyare rapporten, i JSON
help-diff-outputs = Skriv också hit: .json, .md eller .txt. Kan anges flera gånger
help-trend = Anmärkningar per punkt och vecka ur sparade rapporter: vad som är nytt och vad som är åtgärdat
help-trend-reports = Rapporter i JSON, eller mappar med sådana
help-trend-outputs = Skriv också hit: .json, .md eller .txt. Kan anges flera gånger
help-verify = Hör rapporten till de här filerna och reglerna? Slutkod 0 ja, 1 nej, 2 går inte att säga
help-verify-report = Rapporten, i JSON
help-verify-inputs = Det som granskades; annars det som rapporten namnger
help-verify-tables = En tabell: dess namn och en fil; annars den som rapporten namnger. Kan anges flera gånger
help-verify-rules = Regelpaketet; annars det som rapporten namnger
help-completions = Skriv ett skript som låter skalet fylla i kommandon och flaggor
help-completions-shell = Skalet
help-value-report = RAPPORT
help-value-new-json = NY.json
help-value-shell = SKAL
help-value-finding = ANMÄRKNING
help-value-old-json = GAMMAL.json
help-value-rule = REGEL
help-value-input = FIL
help-value-file = FIL
help-value-name-file = NAMN=FIL
help-value-name-value = NAMN=VÄRDE
help-value-name = NAMN
help-value-date = DAG
help-value-days = DAGAR
help-value-n = ANTAL
help-value-dir = MAPP
help-value-dir-rule = MAPP|REGEL
help-value-rule-clause = REGEL|PUNKT
help-value-clause = PUNKT
help-value-text = ORD
help-value-id = NAMN
help-value-format = FORMAT
help-value-values = HUR
help-value-lang = SPRÅK
help-value-colour = NÄR
help-value-fail-on = ALLVAR
help-value-severity = ALLVAR
help-value-basis = GRUND

## Vad operativsystemet nekar: skälet inne i en annan mening
system-not-found = det finns ingen sådan fil eller mapp
system-not-permitted = behörighet saknas
system-exists = namnet är upptaget
system-is-folder = det är en mapp
system-no-folder = en del av sökvägen är ingen mapp
system-read-only = disken är skrivskyddad
system-full = disken är full
system-too-large = filen blir för stor för disken
system-busy = den används av ett annat program
system-bad-name = namnet går inte att använda
system-no-answer = nätverksdisken svarar inte
system-no-memory = minnet räcker inte

## Medan man väntar
progress = { $rows } rader, { $rate } i sekunden{ $left ->
    [0] {""}
   *[other] , { $left } s kvar
}
