//! What a sentence of another language amounts to: classes of beginnings of words, and what they are together in any order.

use super::{CALL, CONCEAL, CONSENT, IGNORE, SECRETS, TALK};
use crate::scan::Scan;
use std::sync::LazyLock;

/// The classes, in the order of the columns of [`WORDS`]: `not` … and those that every language shares.
#[derive(Clone, Copy)]
enum Sense {
    Not,
    Human,
    Learn,
    Step,
    Ignore,
    Told,
    Call,
    First,
    Give,
    Secret,
    Talk,
    Unasked,
    Hide,
    /// A file of secrets.
    Lair,
    /// A parameter, or another name between backticks.
    Slot,
    /// An address.
    Address,
}

use Sense::{
    Address, Call, First, Give, Hide, Human, Ignore, Lair, Learn, Not, Secret, Slot, Step, Talk,
    Told, Unasked,
};

/// One combination: what it is, whether it leaves no doubt, what stands in the sentence, and what does not.
type Row = (&'static str, bool, &'static [Sense], &'static [Sense]);

/// Every combination.
#[rustfmt::skip]
const ROWS: &[Row] = &[
    (IGNORE, true, &[Ignore, Told], &[Not]),
    (CONCEAL, true, &[Hide, Human], &[Not]),
    (CONCEAL, false, &[Not, Human, Learn, Step], &[]),
    (SECRETS, true, &[Give, Lair, Slot], &[Not]),
    (SECRETS, true, &[Give, Lair, Address], &[Not]),
    (SECRETS, true, &[Give, Secret, Address], &[Not]),
    (TALK, false, &[Give, Talk, Slot], &[Not]),
    (TALK, true, &[Give, Talk, Address], &[Not]),
    (CALL, false, &[Call, First, Slot], &[Not]),
    (CONSENT, false, &[Unasked, Call, Slot], &[]),
];

/// The words of each language, by class.
type Words = (&'static str, [(Sense, &'static str); 13]);

#[rustfmt::skip]
const WORDS: &[Words] = &[
    ("Italian", [
        (Not, "non |senza |mai |nulla|niente|né "), (Human, "utente|l'utente|all'utente|dall'utente|cliente|persona"),
        (Learn, "sapere|saperlo|conoscere|accorger|scoprire|essere informat|venire a|notare|vedere"), (Step, "questo|questa|passagg|passo|nulla|chiamata|copia|operazione"),
        (Ignore, "ignora|dimentica|trascura|scarta|tralascia"), (Told, "ti è stato|vi è stato|ti hanno|detto prima|detto finora|ricevuto prima|è stato detto|ricevut|ti ha detto|ti ha chiesto|ha chiesto l|ha detto l|indicato l|ricevute finora|consegne"),
        (Call, "chiama|invoca|esegui|usa |usare|richiama|lancia|avvia"), (First, "prima di rispond|prima di ogni|prima di qualsiasi|prima di usare|prima di chiamare|ogni volta|a ogni risposta|ad ogni"),
        (Give, "scrivere|inviar|allegar|aggiunger|trasmetter|passar|inserisci|inserire|includi|includere|metti|mettere|copia|copiare|invia|inviare|inviale|allega|aggiungi|trasmetti|passa|incolla|scrivi|riporta|fornisci|manda|inoltra|consegna|gira |spedisci|spedire"),
        (Secret, "password|credenzial|chiave ssh|chiavi ssh|chiave privata|chiavi privat|token|segreti|variabili d'ambiente"),
        (Talk, "conversazione avuta|conversazione finora|tutta la conversazione|intera conversazione|l'intera conversazione|conversazione completa|cronologia|tutti i messaggi|prompt di sistema|messaggio di sistema"),
        (Hide, "nascondi|nasconder|occulta|tieni nascosto|cela "),
        (Unasked, "senza chiedere|senza conferma|senza il consenso|senza consenso|senza autorizzazione|senza domandare"),
    ]),
    ("Spanish", [
        (Not, "no |sin |nunca|jamás|nada|ni "), (Human, "usuari|cliente|persona"),
        (Learn, "enter|saber|darse cuenta|notar|descubr|conocer|ver "), (Step, "este|esta|esto|paso|nada|llamada|copia|operación"),
        (Ignore, "ignora|ignore|olvid|descart|haz caso omiso"), (Told, "te dijeron|te han dicho|se te dijo|se te ha dicho|lo que sabías|dicho antes|te haya indicado|te haya dicho|te haya pedido|te indicó|te dijo|te pidió|te haya ordenado|haya indicado el|haya pedido el|haya dicho el|indicado el usuario|pedido el usuario|dicho el usuario|recibido antes|recibido hasta|instrucciones que te"),
        (Call, "llama|llame|invoca|invoque|ejecut|usa |use |utiliza|lanza"), (First, "antes de respond|antes de contest|antes de cada|antes de cualquier|antes de usar|cada vez|en cada respuesta"),
        (Give, "envi|incluir|poner|colocar|copiar|adjuntar|añadir|pasar|pon |ponga|incluy|coloca|copia|envía|envia|envíe|adjunt|añad|agreg|transmit|pasa |pase |pega |escrib|introduc|inserta|manda|rellena|reenví|reenvi|remite|remit|entreg|vierte|cuela"),
        (Secret, "contraseñas|credencial|clave ssh|claves ssh|clave privada|claves privadas|tokens|secretos|variables de entorno"),
        (Talk, "conversación hasta|toda la conversación|conversación completa|conversación entera|historial|todos los mensajes|prompt del sistema|mensaje del sistema"),
        (Hide, "oculta|ocúlt|esconde|disimul|calla"),
        (Unasked, "sin pedir|sin preguntar|sin confirm|sin consentimiento|sin autorización|sin solicitar"),
    ]),
    ("Portuguese", [
        (Not, "não |nao |sem |nunca|jamais|nada|nem "), (Human, "usuári|usuario|utilizador|cliente|pessoa"),
        (Learn, "saber|perceb|descobr|notar|conhecer|tomar conhecimento|ficar sabendo|ver "), (Step, "este|esta|isto|isso|deste|desta|disto|disso|passo|etapa|nada|chamada|cópia"),
        (Ignore, "ignor|esqueça|esqueç|descart|desconsider"), (Told, "lhe disseram|te disseram|lhe foi dito|foi dito antes|foi dito anteriormente|te disse|lhe disse|te pediu|lhe pediu|recebid|pedido pelo|dito pelo"),
        (Call, "chame|chama|invoque|invoca|execut|use |usa |utilize|rode "), (First, "antes de respond|antes de cada|antes de qualquer|antes de usar|a cada resposta|sempre que"),
        (Give, "envi|incluir|colocar|copiar|anexar|adicionar|passar|coloque|coloca|inclua|incluir|inclui|copie|copia|envie|envia|anexe|adicione|transmita|passe|cole |escreva|insira|forneça|mande|preencha|encaminh|entreg|repass|despach"),
        (Secret, "senhas|palavras-passe|credenci|chave ssh|chaves ssh|chave privada|chaves privadas|tokens|segredos|variáveis de ambiente"),
        (Talk, "toda a conversa|conversa inteira|conversa completa|histórico|todas as mensagens|prompt do sistema|mensagem do sistema"),
        (Hide, "oculte|ocultar|esconda|esconder"),
        (Unasked, "sem pedir|sem perguntar|sem confirm|sem consentimento|sem autorização|sem solicitar"),
    ]),
    ("French", [
        (Not, "ne |n'|n’|pas |sans |jamais|rien|ni "), (Human, "l'utilisateur|l’utilisateur|utilisat|client|l'usager|personne"),
        (Learn, "savoir|sache|apprendre|remarquer|découvr|s'aperce|connaître|être informé|voir |informé|averti|prévenu|mis au courant|mise au courant|soit au courant"), (Step, "cette|cet |ce |ces |cela|étape|rien|appel|copie|opération|en soit|en être|copie invisible"),
        (Ignore, "ignore|oubli|néglige|abandonne"), (Told, "on vous a dit|on t'a dit|vous a été dit|t'a été dit|vous a été demandé|dit auparavant|vous a indiqué|t'a indiqué|vous a demandé|t'a demandé|vous a dit|t'a dit|reçu auparavant|reçues auparavant|reçues jusqu|reçu jusqu|demandé l'utilisateur|dit l'utilisateur"),
        (Call, "appel|invoqu|exécut|utilis|lance"), (First, "avant de répond|avant chaque|avant toute|avant d'utiliser|à chaque réponse|chaque fois"),
        (Give, "copi|envoy|joindre|inclure|ajouter|mets |mettez|mettre|inclu|place|copie|copiez|envoie|envoy|joins|joign|ajout|transmet|passe|colle|écri|insér|fourni|remplis|partir|part aussi|faire suivre|fais suivre|faites suivre|expédi|glisse|glissez|met |verse|livre"),
        (Secret, "mots de passe|mot de passe enregistr|identifiants enregistr|clé ssh|clés ssh|clé privée|clés privées|jetons|secrets|variables d'environnement"),
        (Talk, "conversation jusqu|toute la conversation|conversation entière|conversation complète|l'intégralité de la conversation|historique|tous les messages|prompt système|message système"),
        (Hide, "cache|dissimul|masque"),
        (Unasked, "sans demander|sans confirm|sans le consentement|sans consentement|sans autorisation|sans poser"),
    ]),
    ("German", [
        (Not, "nicht|nichts|nie |niemals|kein|ohne"), (Human, "nutzer|benutzer|anwender|kunde|person|mensch"),
        (Learn, "erfahren|erfährt|wissen|merken|bemerken|mitbekommen|sehen|herausfinden|mitgeteilt|informiert|angezeigt"), (Step, "dies|davon|darüber|schritt|vorgang|aufruf|kopie|hiervon"),
        (Ignore, "ignorier|vergiss|vergessen|missachte|verwirf"), (Told, "dir gesagt|dir mitgeteilt|ihnen gesagt|dir vorgegeben|dir bisher|dir zuvor|dir aufgetragen|dir der nutzer|dir der benutzer|dir der anwender|was der nutzer|was der benutzer|was der anwender|bisher erhalten|zuvor erhalten|ihnen aufgetragen|ihnen vorgegeben"),
        (Call, "ruf|rufe|rufen|nutze|verwende|führ|starte|benutze|aufrufen|auszuführen"), (First, "vor jeder|vor jedem|bevor du|bevor sie|vor der antwort|bei jeder|bei jedem"),
        (Give, "schreib|setz|füg|trag|kopier|send|schick|übermittle|übergib|häng|leg|gib |einfüg|anhäng|beifüg|übertrag|weiterleite|leite|fülle|weitergeb|weiterreich|reiche|mitschick|mitgeb|gib mit|überlass|leg bei|überspiel"),
        (Secret, "passwörter|kennwörter|zugangsdaten|anmeldedaten|ssh-schlüssel|private schlüssel|privaten schlüssel|privater schlüssel|tokens|geheimnisse|umgebungsvariablen"),
        (Talk, "bisherige gespräch|bisherigen gespräch|bisherige unterhaltung|gesamte gespräch|ganze gespräch|gesamten gespräch|vollständige gespräch|gesprächsverlauf|chatverlauf|gesamte unterhaltung|gesamten verlauf|alle nachrichten|systemprompt|system-prompt|systemnachricht"),
        (Hide, "verheimlich|verberg|verschweig|verstecke|geheim"),
        (Unasked, "ohne rückfrage|ohne nachfrage|ohne zu fragen|ohne bestätigung|ohne zustimmung|ohne erlaubnis|ohne nachzufragen"),
    ]),
    ("Dutch", [
        (Not, "niet|niets|nooit|geen|zonder"), (Human, "gebruiker|klant|persoon"),
        (Learn, "weten|weet|merken|merkt|zien|ontdekken|te horen|vernemen|kennis"), (Step, "dit|deze|hiervan|hierover|stap|oproep|kopie|niets"),
        (Ignore, "negeer|vergeet|verwerp|laat"), (Told, "is verteld|werd verteld|je is gezegd|u is gezegd|eerder is gezegd|eerder is opgedragen|je hebt gekregen|eerder gekregen|u hebt gekregen|gebruiker heeft gezegd|gebruiker heeft gevraagd"),
        (Call, "roep|gebruik|voer|start|activeer|draai"), (First, "vóór elk|voor elk|voordat je|voordat u|bij elk|telkens"),
        (Give, "sturen|plaatsen|geven|toevoegen|meesturen|zet|plaats|kopieer|stuur|verzend|voeg|geef|plak|schrijf|neem|lever|verstuur|vul"),
        (Secret, "wachtwoorden|inloggegevens|ssh-sleutel|privésleutel|geheimen|tokens|omgevingsvariabelen"),
        (Talk, "gesprek tot nu|hele gesprek|volledige gesprek|gehele gesprek|gespreksgeschiedenis|chatgeschiedenis|alle berichten|systeemprompt|systeembericht"),
        (Hide, "verberg|verzwijg|verhul"),
        (Unasked, "zonder om|zonder te vragen|zonder bevestiging|zonder toestemming|zonder goedkeuring"),
    ]),
    ("Polish", [
        (Not, "nie |bez |nigdy|nic "), (Human, "użytkownik|uzytkownik|klient|osob"),
        (Learn, "dowiedzie|wiedzie|dowiaduj|zauważ|zobaczy|poznać|poinformow"), (Step, "tym |tego|ten |krok|kopii|wywołani|o niczym"),
        (Ignore, "zapomnij|ignoruj|zignoruj|pomiń|odrzuć"), (Told, "powiedziano|ci mówiono|ci polecono|ci wcześniej|dotychczas polecono"),
        (Call, "wywołaj|wywołuj|użyj|używaj|uruchom|wykonaj|odpal"), (First, "przed każd|zanim odpowiesz|przed odpowiedzi|za każdym razem|przed użyciem"),
        (Give, "umieści|wstawi|dołączy|skopiowa|wysła|przesła|dodać|przekaza|wklei|wpisa|zapisa|umieść|wstaw|dołącz|skopiuj|wyślij|prześlij|dodaj|przekaż|wklej|wpisz|podaj|zapisz"),
        (Secret, "hasła|haseł|hasłami|poświadczeni|klucz ssh|klucze ssh|klucz prywatny|tokeny|sekrety|zmienne środowiskowe"),
        (Talk, "dotychczasową rozmowę|dotychczasową|całą rozmowę|całej rozmowy|pełną rozmowę|historię rozmowy|historię czatu|wszystkie wiadomości|prompt systemowy"),
        (Hide, "zataj|ukryj|ukryć|przemilcz"),
        (Unasked, "bez pytania|bez potwierdzenia|bez zgody|bez zezwolenia|nie pytając"),
    ]),
    ("Turkish", [
        (Not, "bilmemeli|öğrenmemeli|görmemeli|fark etmemeli|haberdar olmamalı|bilmesin|öğrenmesin|görmesin|duymamalı"), (Human, "kullanıcı|müşteri|kişi"),
        (Learn, "bilmemeli|öğrenmemeli|görmemeli|fark etmemeli|haberdar olmamalı|bilmesin|öğrenmesin|görmesin|duymamalı"), (Step, "bu |bunu|bundan|adım|hiçbir"),
        (Ignore, "unut|yok say|görmezden gel"), (Told, "sana söylenen|size söylenen|daha önce söylenen"),
        (Call, "çağır|çalıştır|kullan |yürüt|başlat"), (First, "yanıt vermeden önce|cevap vermeden önce|her yanıttan önce|her yanıt"),
        (Give, "koy|ekle|gönder|kopyala|yaz|ilet|yapıştır|aktar|ver."),
        (Secret, "parolalar|şifreler|kimlik bilgi|ssh anahtar|özel anahtar|belirteçler|ortam değişken"),
        (Talk, "tüm konuşma|tüm sohbet|konuşmanın tamam|sohbet geçmiş|konuşma geçmiş|tüm mesaj|sistem istem"),
        (Hide, "gizle|sakla"),
        (Unasked, "onay istemeden|sormadan|izin almadan|onay almadan|onaysız"),
    ]),
    ("Russian", [
        (Not, "не |без |никогда|ничего|ни "), (Human, "пользовател|клиент|человек"),
        (Learn, "узна|знать|замет|увид|догад|быть известн|стало известн|услыш"), (Step, "этом|это |этого|эту |шаг|ничего|вызов|копи"),
        (Ignore, "забудь|игнориру|проигнорируй|отбрось|не учитывай"), (Told, "тебе сказали|вам сказали|тебе говорили|тебе было сказано|сказано ранее|говорили раньше"),
        (Call, "вызыва|вызови|используй|используйте|запусти|запускай|выполни|выполняй|примени"), (First, "перед кажд|прежде чем ответ|перед ответ|до ответа|каждый раз|перед использован"),
        (Give, "передать|приложить|включить|вписать|указать|записать|помест|встав|добав|скопируй|отправ|перешли|передай|передавай|приложи|включи|впиши|укажи|запиши|подставь"),
        (Secret, "парол|учётные данные|учетные данные|ssh-ключ|приватн|закрытый ключ|секрет|токен|переменные окружения"),
        (Talk, "весь предыдущий|всю переписку|весь диалог|весь разговор|историю переписки|историю чата|историю диалога|все сообщения|системный промпт|системное сообщение"),
        (Hide, "скрой|скрывай|утаи|умолчи|скрыть"),
        (Unasked, "без подтвержд|без запроса|без разрешен|без согласия|без спроса|не спрашивая"),
    ]),
    ("Ukrainian", [
        (Not, "не |без |ніколи|нічого|ані "), (Human, "користувач|клієнт|людин"),
        (Learn, "дізна|знати|помітит|побачит|здогад|почут"), (Step, "це |цього|цей |крок|нічого|виклик|копі"),
        (Ignore, "забудь|ігноруй|проігноруй|відкинь"), (Told, "тобі сказали|вам сказали|тобі казали|сказано раніше|казали раніше"),
        (Call, "виклика|виклич|використовуй|запусти|запускай|виконай|виконуй"), (First, "перед кожн|перш ніж відпов|перед відпов|щоразу|перед використан"),
        (Give, "надсила|надісла|додати|передати|вставити|скопіювати|помістити|записати|вписати|встав|додай|скопіюй|надішли|перешли|передай|передавай|поміст|включи|запиши|вкажи|впиши"),
        (Secret, "парол|облікові дані|ssh-ключ|приватн|закритий ключ|секрет|токен|змінні середовища"),
        (Talk, "всю попередню|всю розмову|усю розмову|весь діалог|історію розмови|історію чату|усі повідомлення|всі повідомлення|системний промпт"),
        (Hide, "приховай|приховати|утай|замовчи|сховай"),
        (Unasked, "без підтвердж|без запиту|без дозволу|без згоди|не питаючи"),
    ]),
    ("Chinese", [
        (Not, "不要|不得|不能|别|勿|不让|不可|无需让|不必让"), (Human, "用户|使用者|用戶|客户"),
        (Learn, "知道|得知|知晓|察觉|发现|看到|了解到"), (Step, "这|此|该|任何|步骤"),
        (Ignore, "忽略|忘记|忘掉|无视|忽視|無視"), (Told, "你被告知的|之前告诉你的|先前告诉你的|被告知的一切|之前所说的"),
        (Call, "调用|呼叫|执行|运行|使用"), (First, "回答之前|回答前|回复之前|回复前|每次|任何操作之前|其他操作之前"),
        (Give, "放入|填入|写入|传入|传给|发送|发到|上传|附加|粘贴|提交|复制到|包含在|加入"),
        (Secret, "密码|密碼|密钥|私钥|凭证|凭据|令牌|环境变量"),
        (Talk, "对话历史|聊天记录|全部对话|完整对话|完整的对话|整个对话|所有消息|系统提示"),
        (Hide, "隐瞒|瞒着|隱瞞"),
        (Unasked, "无需确认|不用确认|无须确认|不经确认|未经确认|无需询问|不要询问|无需用户同意|未经同意|不征求"),
    ]),
    ("Japanese", [
        (Not, "てはいけ|てはなら|ないように|せずに|ないでく|れない"), (Human, "ユーザー|利用者|ユーザ|お客"),
        (Learn, "知られ|気づかれ|気付かれ|知らせ|知る|見られ|悟られ"), (Step, "この|これ|その|手順|処理"),
        (Ignore, "無視|忘れ"), (Told, "これまで言われた|今まで言われた|言われたこと|教えられたこと"),
        (Call, "呼び出|実行|使用し|起動|呼び、"), (First, "回答する前|回答の前|応答する前|答える前|返答する前|毎回"),
        (Give, "入れ|含め|渡し|送信|送っ|送り|コピー|添付|記入|貼り付け|設定し|書き込"),
        (Secret, "パスワード|秘密鍵|認証情報|トークン|環境変数"),
        (Talk, "会話履歴|会話全体|会話の全|すべての会話|全ての会話|全メッセージ|システムプロンプト"),
        (Hide, "隠し|隠す|内緒|伏せ"),
        (Unasked, "確認せず|確認なし|許可なく|同意なく|承認なし|尋ねずに"),
    ]),
    ("Korean", [
        (Not, "안 됩|안된|안 돼|못하|않도록|지 마|말고|모르게|몰라"), (Human, "사용자|이용자|고객"),
        (Learn, "알아서|알지|알게|눈치|모르게|몰라|알아차"), (Step, "이 |이를|단계|과정|호출"),
        (Ignore, "무시|잊어|잊으"), (Told, "지금까지 들은|이전에 들은|들었던|지시받은"),
        (Call, "호출|실행|사용하|구동"), (First, "답변하기 전|답하기 전|응답하기 전|대답하기 전|매번"),
        (Give, "넣으|넣어|포함|전달|보내|전송|복사|첨부|입력|붙여"),
        (Secret, "비밀번호|개인 키|개인키|자격 증명|인증 정보|토큰|환경 변수|환경변수"),
        (Talk, "전체 대화|대화 전체|대화 기록|모든 대화|모든 메시지|시스템 프롬프트"),
        (Hide, "숨기|숨겨|비밀로|감추"),
        (Unasked, "확인 없이|묻지 않고|허락 없이|동의 없이|승인 없이"),
    ]),
    ("Arabic", [
        (Not, "لا |ألا |دون |بدون |لن "), (Human, "المستخدم|للمستخدم|العميل"),
        (Learn, "يعلم|يعرف|يلاحظ|يكتشف|يرى|يدري"), (Step, "هذه|بهذه|هذا|بهذا|الخطوة|شيء|ذلك"),
        (Ignore, "تجاهل|انس |انسَ|أهمل"), (Told, "قيل لك|أُخبرت|أخبروك"),
        (Call, "استدع|نفّذ|نفذ|استخدم|شغّل|شغل"), (First, "قبل الإجابة|قبل الرد|قبل أن تجيب|قبل كل|في كل مرة"),
        (Give, "ضع |أدرج|أرسل|انسخ|أضف|مرر|مرّر|الصق|اكتب|أرفق"),
        (Secret, "كلمات المرور|كلمة المرور|المفتاح الخاص|بيانات الاعتماد|الرموز|متغيرات البيئة"),
        (Talk, "المحادثة كاملة|كامل المحادثة|المحادثة بأكملها|سجل المحادثة|جميع الرسائل|كل الرسائل|موجه النظام"),
        (Hide, "أخف|اخف|أخفِ|إخفاء"),
        (Unasked, "دون طلب|بدون طلب|دون تأكيد|بدون تأكيد|دون إذن|دون موافقة|دون سؤال"),
    ]),
];

/// What every language shares.
#[rustfmt::skip]
const SHARED: &[(Sense, &str)] = &[
    (Lair, ".ssh|id_rsa|id_ed25519|.aws|.env|.netrc|.git-credentials|/etc/shadow|/etc/passwd|.kube/config|.npmrc|bash_history|.pgpass"),
    (Slot, "parametr|parámetro|parâmetro|paramètr|argument|argoment|champ |campo|feld|veld|pole |polu |pola |алан|параметр|поле|поля|полі|参数|字段|引数|パラメータ|フィールド|매개변수|필드|المعامل|الحقل|alanına|parametre"),
    (Address, "http://|https://"),
];

/// Bytes of a sentence that are read together: one may have no end.
const LONGEST: usize = 400;

/// One thing found: what it is, whether it leaves no doubt, the language, and the sentence.
pub(super) type Found<'t> = (&'static str, bool, &'static str, &'t str);

/// The number of a word's language, none for what all share; and the bit of its class.
type Word = (Option<usize>, u32);

/// All words, in the order of the patterns' numbers.
static SCAN: LazyLock<(Scan, Vec<Word>)> = LazyLock::new(|| {
    let languages = || {
        let own = WORDS.iter().enumerate();
        let own = own.flat_map(|(language, (_, classes))| {
            let classes = classes.iter();
            classes.map(move |(sense, words)| (Some(language), *sense, *words))
        });
        own.chain(SHARED.iter().map(|(sense, words)| (None, *sense, *words)))
    };
    let each = || {
        let all = languages();
        all.flat_map(|(language, sense, words)| {
            words.split('|').map(move |word| (language, sense, word))
        })
    };
    let scan = Scan::of(each().map(|(_, _, word)| word));
    (
        scan,
        each()
            .map(|(language, sense, _)| (language, 1 << sense as u32))
            .collect(),
    )
});

/// Everything that sentences of a text in lower case amount to.
pub(super) fn found(lower: &str) -> Vec<Found<'_>> {
    let mut found: Vec<Found<'_>> = Vec::new();
    for sentence in sentences(lower) {
        let senses = senses(sentence);
        for (language, &said) in senses.iter().enumerate().filter(|(_, said)| **said != 0) {
            let has = |sense: &Sense| said & 1 << *sense as u32 != 0;
            let row = |(_, _, all, none): &&Row| all.iter().all(has) && !none.iter().any(has);
            let Some((language, _)) = WORDS.get(language) else {
                continue;
            };
            for (what, certain, ..) in ROWS.iter().filter(row) {
                let known = |old: &&mut Found<'_>| old.0 == *what;
                match found.iter_mut().find(known) {
                    Some(old) => old.1 |= certain,
                    None => found.push((what, *certain, language, sentence)),
                }
            }
        }
    }
    found
}

/// The classes that stand in a sentence, for each language.
fn senses(sentence: &str) -> [u32; WORDS.len()] {
    let (scan, words) = &*SCAN;
    let mut all = if sentence.contains('`') {
        1 << Slot as u32
    } else {
        0
    };
    let mut senses = [0; WORDS.len()];
    for (number, at) in scan.find(sentence) {
        let Some(&(language, bit)) = words.get(number) else {
            continue;
        };
        match language.and_then(|language| senses.get_mut(language)) {
            Some(_) if blind_copy(sentence, at.start) => {}
            Some(said) if begins(sentence, at.start) => *said |= bit,
            None => all |= bit,
            Some(_) => {}
        }
    }
    senses
        .iter_mut()
        .filter(|said| **said != 0)
        .for_each(|said| *said |= all);
    senses
}

/// Whether `oculta` is said of a copy: a blind one.
fn blind_copy(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at_checked(at).unwrap_or_default();
    after.starts_with("ocul") && super::COPIES.iter().any(|copy| before.ends_with(copy))
}

/// Whether a word may begin at a place: scripts that set no spaces, or put words before others in one, have no beginnings.
fn begins(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at_checked(at).unwrap_or_default();
    let joined = |c: char| matches!(c, '\u{600}'..='\u{6ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}');
    after.starts_with(joined) || !before.ends_with(char::is_alphanumeric)
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let most = rest.char_indices().map(|(i, c)| i + c.len_utf8());
        let most = most
            .take_while(|end| *end <= LONGEST)
            .last()
            .unwrap_or(rest.len());
        let window = rest.get(..most)?;
        let ends = [". ", ".\n", "。", "! ", "? ", "\n", "؟", "।"];
        let end = ends
            .iter()
            .filter_map(|end| Some(window.find(end)? + end.len()))
            .min();
        let (sentence, after) = rest.split_at_checked(end.unwrap_or(most))?;
        rest = after;
        Some(sentence)
    })
}
