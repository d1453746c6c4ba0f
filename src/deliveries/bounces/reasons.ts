/** Why a mail did not arrive, as far as it matters: whose fault it is and whether another try can help. */
export type Reason =
  | 'full'
  | 'too-big'
  | 'disabled'
  | 'our-sender'
  | 'our-proof'
  | 'relaying'
  | 'no-such-user'
  | 'no-such-host'
  | 'takes-no-mail'
  | 'blocked'
  | 'expired'
  | 'refused';

/** Reasons that are a lasting failure of the address itself; all others may pass, or are not about the address. */
const ABOUT_THE_ADDRESS: readonly Reason[] = ['no-such-user', 'no-such-host', 'takes-no-mail'];

export function isAboutTheAddress(reason: Reason): boolean {
  return ABOUT_THE_ADDRESS.includes(reason);
}

/** What can be said of a user: `user`, `recipient address`, `mailbox`, … */
const WHO =
  '(?:user|recipient|addressee|(?<!\\b(?:ip|your|from|sender|client|host|envelope) )address|mail ?box|e?-?mail account|account|username|alias|userid|member)(?:\\(s\\)|s)?';

/** Up to five words in between, so that a sentence is matched and nothing runs far. */
const BETWEEN = '(?:[^ ]{1,40} ){0,5}';

const either = (...patterns: readonly string[]): RegExp => new RegExp(patterns.join('|'), 'i');

/**
 * Words of mail systems, looked for from top to bottom: what is said most exactly stands before what is said often. They
 * are matched against a text without addresses and links.
 */
const WORDS: readonly (readonly [Reason, RegExp])[] = [
  [
    'expired',
    either(
      'host not found,? try again|temporary .{0,30}(?:lookup|dns|name ?server|resolution)|(?:dns|name ?server|lookup) .{0,20}(?:time|temporar|try again)',
      '\\b45\\d[ -].{0,60}mail ?box .{0,20}unavailable',
    ),
  ],
  ['blocked', either("(?:couldn't|can't|cannot) create \\S")],
  ['blocked', either('mail ?box unavailable.{0,200}(?:policy|spam|reputation|black ?list|blocked|\\bdns\\b)')],
  [
    'takes-no-mail',
    either(
      'null ?mx',
      '(?:does not|do not|never) accepts? (?:any )?(?:e-?)?mails?(?! (?:from|with|that|without|by|sent from))',
      '\\b556[ -]|smtp protocol returned a permanent error',
    ),
  ],
  [
    'full',
    either(
      'mail ?box(?:es)? (?:is |was |are )?(?:currently )?(?:over)?full',
      `(?:mail ?box|mail ?folder|inbox|account|storage|disk|quota|user)s? ${BETWEEN}(?:is |are )?(?:full|over ?quota|over (?:the |its )?(?:allowed |storage )?(?:limit|quota)|out of (?:disk )?space)`,
      'over ?(?:disk |the |his |its |her |their |storage )*quota',
      'quota (?:is |has been |limit )?(?:full|exceed|violat|reached)',
      `exceed(?:s|ed|ing)? ${BETWEEN}(?:quota|storage|allocat|space|mailbox size)`,
      'mail ?box ?size ?limit|at capacity|receiving mail (?:too|at a rate)',
      `mailbox ${BETWEEN}(?:limit|size) (?:is |has been )?exceeded`,
      '(?:not enough|insufficient) (?:free |disk |system |storage )*(?:space|storage)',
      'no space left',
      'disk ?full',
      'mail(?:box|folder|drop) ?full|maildir over',
      'postfach (?:ist )?voll|buz[oó]n (?:est[aá] )?lleno|bo[iî]te .{0,30}pleine|casella .{0,20}piena|caixa .{0,20}cheia',
      'ящик .{0,40}переполнен|переполнен .{0,20}ящик|容量.{0,20}(?:超|いっぱい)|メールボックス.{0,20}いっぱい|邮箱.{0,6}满|已满',
    ),
  ],
  [
    'too-big',
    either(
      '(?:message|mail|size|body|attachments?) (?:size )?(?:is |was )?(?:too (?:large|big|long)|exceed)',
      'exceed(?:s|ed)? .{0,40}(?:message|mail|maximum|fixed|allowed).{0,12} size',
      'message .{0,20}size .{0,20}(?:exceed|limit)',
      'too large for this recipient',
    ),
  ],
  [
    'our-proof',
    either(
      '\\b(?:spf|dkim|dmarc|sender id)\\b',
      'unauthenticated (?:e-?)?mail',
      'reverse (?:dns|lookup|hostname|mapping|address)',
      '\\br?dns (?:ptr|record)|\\bptr\\b|\\brdns\\b',
      "cannot find your (?:reverse )?host ?name|can't find your|client host rejected",
      'authentication (?:required|failed|is required)|must be authenticated',
      'domain ?keys|fcrdns|helo command rejected|invalid helo|bad helo',
    ),
  ],
  [
    'our-sender',
    either(
      'my name was rejected|\\b(?:helo|ehlo)\\b',
      'sender (?:was |is |address |domain |email |e-mail )*(?:rejected|refused|denied|unknown|invalid|not (?:found|exist|allowed|valid|verified)|verif|must|blocked|does not)',
      'domain of sender|(?:domain|address) of (?:the )?sender',
      "(?:unresolvable|invalid|bad|unknown|cannot resolve|can't verify|could not verify) (?:the )?(?:envelope )?sender",
      'sender ?(?:verify|callback|callout) ?failed|returnpath|return path .{0,20}(?:reject|invalid)|mail from .{0,60}(?:reject|refus|denied|not allowed)',
    ),
  ],
  [
    'relaying',
    either(
      'relay(?:ing)? .{0,20}(?:denied|not (?:allowed|permitted|authori[sz]ed)|prohibited|disallowed|forbidden|rejected|reject)',
      "(?:unable|not permitted|not allowed|refus\\w{1,4}|cannot|won't|will not|unauthori[sz]ed|do not|don't) (?:to )?relay",
      'rcpthosts|relay (?:access|not)|open relay|mail server .{0,30}not .{0,12}relay',
    ),
  ],
  [
    'no-such-user',
    either(
      `(?:unknown|no such|non-?existent|nonexistant|invalid|not a valid|unrecogni[sz]ed|bad destination|illegal|undeliverable|unrouteable|unroutable) (?:final delivery |destination |local |e-?mail |mail |virtual |to |final )*${WHO}`,
      '(?:unknown|no such) (?:local[- ]?part|person|name|login|recipient)|unknown (?:or illegal )?alias|unknown or illegal|no such (?:person|local)|nosuchuser|usernotfound|user ?unknown|unknownuser|invalid ?recipient|recipientnotfound|recipnotfound|badrcpt',
      `\\b${WHO} ${BETWEEN}(?:is |was |are )?(?:unknown|unknown to|not known|not found|not exist|not recogni[sz]ed|not listed|not valid|invalid|could not be found|couldn't be found|can(?:not|'t) be found|no longer (?:valid|exists?|here|available|in use|active)|unrouteable|not a (?:valid|known|registered))`,
      `\\b${WHO} ${BETWEEN}(?:doesn'?t exist|does(?: not|n.t) (?:actually )?exist|do not exist|don't exist|not exist|isn't (?:listed|here|known)|not here|not in (?:our |the )?(?:address book|directory|list|local))`,
      '(?:no|not a|no valid) (?:mail ?box|account|user|recipient|valid recipients?) ?(?:here|by (?:that|this) name|with that name|found|exists?|of that name|available|known)',
      '(?:recipient|mail ?box|account|user) (?:is |was )?(?:unavailable|not available)|mailbox (?:currently )?(?:unavailable|not found)|requested (?:user )?mail ?box not found',
      "(?:user|customer|member|recipient) .{0,60}(?:doesn't|does not|do not|don't) have an? .{0,80}account|no account by|doesn't have an account",
      'name (?:is )?not (?:recogni[sz]ed|found|unique)|not listed in .{0,30}(?:directory|address book|name)|not our customer|not a .{0,40}(?:subscriber|customer)|no one (?:here )?by that name',
      "couldn'?t be delivered to .{0,120}because the address couldn'?t be found|address (?:couldn't|could not) be found|the email address .{0,60}(?:doesn't|does not) exist|address (?:was )?(?:rejected|not found): (?:unknown|undeliverable|access denied|no such)",
      'recipient (?:address )?rejected: (?:access denied|unknown|undeliverable|no such)|unknown recipient|rcpt .{0,80}unknown|address unknown|does not like recipient\\.? ?$',
      `recipient (?:address )?rejected\\.?(?: \\(|$)|no longer accepting mail sent to|${WHO} ${BETWEEN}has moved`,
      'no longer (?:employed|with (?:us|the company))|has left the (?:company|organi[sz]ation)|there is no (?:one|user|mailbox|such)|is not a (?:valid|known) (?:user|mailbox|address|recipient)',
      'empf[aä]nger .{0,30}(?:unbekannt|nicht gefunden|existiert nicht)|existiert nicht|unbekannter (?:empf|benutzer)|adresse .{0,80}introuvable|utilisateur inconnu|destinataire .{0,30}inconnu|usuario (?:desconocido|no existe)|no existe (?:el|la) (?:usuario|cuenta|buz)|direcci[oó]n .{0,40}no (?:existe|se encontr)|utente (?:sconosciuto|inesistente)|indirizzo .{0,30}(?:inesistente|non (?:trovato|esiste))|usu[aá]rio (?:desconhecido|n[aã]o (?:existe|encontrado))',
      'пользовател\\S{1,4} .{0,20}(?:не найден|не существует|неизвест)|такого (?:пользователя|адреса|ящика) .{0,20}нет|не существует|адрес .{0,30}не найден|リストにありません|(?:ユーザ|アドレス|宛先).{0,20}(?:存在しません|見つかりません|ありません)|用户不存在|不存在|존재하지',
    ),
  ],
  [
    'disabled',
    either(
      `${WHO} ${BETWEEN}(?:is |has been |was |been )?(?:temporarily |currently |permanently )?(?:disabled|suspended|deactivated|inactive|locked|frozen|blocked|on hold|not active|not activated|expired)`,
      '(?:disabled|suspended|inactive|deactivated|expired) (?:user|account|mailbox|recipient)',
      'not using this account|account .{0,30}(?:closed|discontinued)|domain .{0,30}(?:suspended|inactive|on hold)',
      'mailbox (?:currently )?suspended|deactivated mailbox|over the maximum allowed period of inactivity',
    ),
  ],
  [
    'no-such-host',
    either(
      '(?:host|domain)(?: or domain)?(?: name)? (?:is )?(?:unknown|not found|invalid|not known)|unknown (?:host|domain)|no such (?:host|domain)|bad (?:host|domain) name',
      "(?:host|domain|name)(?: name)? .{0,60}(?:does not exist|doesn't exist|nonexistent|non-existent|couldn't be found|could not be (?:found|resolved)|not resolve)",
      "(?:couldn'?t|could not|cannot|can't|unable to) (?:find|resolve|locate|look ?up) (?:any |the |a )?(?:host|domain|mx|mail exchanger|address for)",
      'nxdomain|unrouteable mail domain|unroutable mail domain|unrouteable domain|illegal host|name or service not known|no (?:mx|mail exchanger|address) (?:record|host|or a record)|all relevant mx records point to non-existent hosts|invalid (?:host|domain)|dns error: .{0,60}(?:not found|nxdomain)|lookup failed permanently',
    ),
  ],
  [
    'blocked',
    either(
      'remote protocol error|protocol violation|spam|junk|cloudmark|barracuda|senderscore|unsolicited|bulk (?:e?-?mail|message)|virus|malware|phish|black ?list|block ?list|blocked|\\b(?:dns|r|ur|s)bls?\\b|reputation|banned|listed (?:in|at|by|on)|suspicious|abus(?:e|ive)|rate ?limit|throttl|too many (?:connect|messages|recipients|errors|mails|concurrent)|gr[ea]y ?list',
    ),
  ],
  [
    'expired',
    either(
      'timed? ?out|retry time(?:out)? .{0,12}(?:reached|exceeded)|retry timeout|too long|deferred|undelivered for|not .{0,20}within .{0,30}(?:day|hour)|expired|too many hops|hop count|mail loop|loops? back|forwarding loop|routing loop',
      'connection (?:refused|reset|dropped|lost|closed)|network (?:is )?unreachable|no route to host|not responding|cannot send message for|still undelivered|unable to (?:connect|contact)|did not accept our requests to connect',
    ),
  ],
  [
    'refused',
    either(
      'denied|prohibit|not (?:authori[sz]ed|permitted|allowed|accepted)|restrict|temporar|try (?:again )?later|delayed|resources|refused|moderat|permission|closed|violation|protocol|filter|content|policy|polic(?:ies|es)|rejected',
    ),
  ],
];

/** More characters of a text are not looked at. */
const MAX_CHARACTERS = 8_000;

/** The reason that the words of a server name; undefined where they say nothing. */
export function reasonInWords(text: string): Reason | undefined {
  const words = text
    .slice(0, MAX_CHARACTERS)
    // Addresses and paths of links may hold any word.
    .replace(/(https?:\/\/[^\s<>/]{1,200})\/[^\s<>]{0,300}/gi, '$1')
    .replace(/<?[^\s<>@]{1,100}@[^\s<>@,;:]{1,200}>?/g, '<>')
    .replace(/\s+/g, ' ');
  return WORDS.find(([, pattern]) => pattern.test(words))?.[0];
}

/** Enhanced status codes (RFC 3463 and the IANA register) that say why by themselves; read from top to bottom. */
const CODES: readonly (readonly [Reason, RegExp])[] = [
  ['full', /^[45]\.2\.2$|^[45]\.3\.1$/],
  ['too-big', /^[45]\.(?:2\.3|3\.4)$/],
  ['takes-no-mail', /^5\.1\.10$|^5\.7\.27$/],
  ['our-sender', /^[45]\.1\.[789]$/],
  ['our-proof', /^[45]\.7\.(?:2\d|5\d\d)$/],
  ['no-such-host', /^5\.(?:1\.2|4\.4)$/],
  ['no-such-user', /^5\.1\.(?:0|1|3|6|351)$/],
  ['disabled', /^[45]\.2\.1$|^[45]\.7\.13$/],
  ['expired', /^[45]\.4\.\d+$|^4\./],
];

/** The reason that a status code names; undefined for one that leaves it open, such as `5.0.0`. */
export function reasonInCode(status: string): Reason | undefined {
  return CODES.find(([, pattern]) => pattern.test(status))?.[0];
}
