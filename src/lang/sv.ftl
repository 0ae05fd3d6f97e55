# Vad programmet självt säger, på svenska. Samma id:n som i en.ftl.

## Understanding a sheet
sheet-no-header = Ingen av de { $rows } första raderna är en rubrikrad.
sheet-header-incomplete = Rubrikraden gick inte att känna igen. Rad { $row } ligger närmast: den har { $matched } men saknar { $missing }.
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
report-limited = { $shown } av { $all } anmärkningar visas här. Alla visas med --limit { $all }, eller med --format json.
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
sheet-missing = Bladet { $sheet } finns inte i filen.
    .help = Öppna filen i Excel och spara den på nytt.
sheet-without-part = Filen nämner bladet men innehåller det inte.
    .help = Öppna filen i Excel, låt Excel reparera den och spara den på nytt.
sheet-without-cells = Bladet har inga celler: det är ett diagram eller något annat än ett kalkylblad.
    .help = Välj ett annat blad med --sheet.
sheet-rows-out-of-order = Bladets rader står inte i ordning: rad { $row } kommer efter en senare rad.
    .help = Öppna filen i Excel och spara den på nytt.
limit-part-size = En del av filen är större än { $allowed } MiB när den packas upp.
    .help = Dela upp arbetsboken, eller höj gränsen.
limit-total-size = Filen är större än { $allowed } MiB när den packas upp.
    .help = Dela upp arbetsboken, eller höj gränsen.
limit-ratio = Filen blir mer än { $allowed } gånger större när den packas upp. Så ser en zip-bomb ut, inte en arbetsbok.
    .help = Öppna filen bara om du litar på avsändaren. Spara den då på nytt i Excel.
limit-parts = Filen består av fler än { $allowed } delar.
    .help = Öppna filen i Excel och spara den på nytt.
limit-strings = Arbetsboken har fler än { $allowed } olika texter.
    .help = Dela upp arbetsboken.
limit-string-bytes = Arbetsbokens texter är tillsammans större än { $allowed } MiB.
    .help = Dela upp arbetsboken.
limit-rows = Bladet har fler än { $allowed } rader.
    .help = Dela upp bladet. Excel självt rymmer 1 048 576 rader.
limit-columns = Bladet har celler bortom kolumn nummer { $allowed }.
    .help = Öppna filen i Excel och spara den på nytt.
limit-cells-per-row = En rad har fler än { $allowed } celler.
    .help = Öppna filen i Excel och spara den på nytt.
limit-cell-length = En cell har en text som är längre än { $allowed } KiB.
    .help = Korta texten. Excel självt rymmer 32 767 tecken i en cell.
limit-row-size = En rad är större än { $allowed } MiB.
    .help = Öppna filen i Excel och spara den på nytt.
limit-depth = Filens XML är nästlad i fler än { $allowed } nivåer.
    .help = Öppna filen i Excel och spara den på nytt.
limit-facts = Filen har fler än { $allowed } sammanfogade block, anteckningar eller tabeller på ett blad.
    .help = Ta bort det som inte behövs, eller kopiera värdena till ett nytt blad.
limit-dense-cells = Bladet sträcker sig över fler än { $allowed } celler, de tomma medräknade.
    .help = Spara filen som .xlsx, där tomma celler inte tar plats.
