import { BETWEEN, NO_SUCH_HOST, NO_SUCH_USER, WHO } from './wordings-users.js';

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

const either = (...patterns: readonly string[]): RegExp => new RegExp(patterns.join('|'), 'i');

/**
 * Words of mail systems, looked for from top to bottom: what is said most exactly stands before what is said often. They
 * are matched against a text without addresses, links, host names and accents.
 */
export const WORDINGS: readonly (readonly [Reason, RegExp])[] = [
  [
    'expired',
    either(
      'host not found,? try again|temporary .{0,30}(?:lookup|dns|name ?server|resolution)|(?:dns|name ?server|lookup) .{0,20}(?:time|temporar|try again)',
      '\\b45\\d[ -].{0,60}mail ?box .{0,20}unavailable',
    ),
  ],
  [
    'blocked',
    either(
      "(?:couldn't|can't|cannot) create \\S",
      'mail ?box unavailable.{0,200}(?:policy|spam|reputation|black ?list|blocked|\\bdns\\b)',
      'too many (?:[a-z]{1,12} ){0,2}(?:invalid|unknown|bad|nonexistent|non-existent)|(?:user unknown|unknown user) rate',
    ),
  ],
  [
    'takes-no-mail',
    either(
      'null ?mx',
      '(?:does not|do not|never) (?:accept|receive)s? (?:any )?(?:e-?)?mails?(?! (?:from|with|that|without|by|sent from))|(?:accepts|receives) no (?:e-?)?mail|indicated no smtp service|no mail service',
      '\\b556[ -]|smtp protocol returned a permanent error',
    ),
  ],
  [
    'full',
    either(
      'mail ?box(?:es)? (?:is |was |are )?(?:currently )?(?:over)?full',
      `(?:mail ?box|mail ?folder|inbox|account|storage|disk|quota|user)s? ${BETWEEN}(?:is |are )?(?:full(?! (?:details|message|text|header|name|transcript|report|error|list|address|description|information|diagnos))|over ?quota|over (?:the |its )?(?:allowed |storage )?(?:limit|quota)|out of (?:disk )?space)`,
      'over ?(?:disk |the |his |its |her |their |storage )*quota',
      'quota (?:is |has been |limit )?(?:full|exceed|violat|reached)',
      `exceed(?:s|ed|ing)? ${BETWEEN}(?:quota|storage|allocat|space|mailbox size)`,
      'mail ?box ?size ?limit|at capacity|receiving mail (?:too|at a rate)',
      `mailbox ${BETWEEN}(?:limit|size) (?:is |has been )?exceeded`,
      '(?:not enough|insufficient) (?:free |disk |system |storage )*(?:space|storage)|space (?:is )?not enough',
      'no space left|exhausted allowed storage|too many messages on the server|full mailbox|disk quota',
      'disk ?full|number of messages in .{0,30}exceed',
      'mail(?:box|folder|drop) ?full|maildir over|writing message: file too large',
      'postfach (?:ist )?voll|buzon (?:esta )?lleno|boite .{0,30}pleine|casella .{0,20}piena|caixa .{0,20}cheia|quota (?:depasse|superad|excedid)|zuviele mails|speicherplatz|prze(?:pe|)lnion',
      'ящик .{0,40}переполнен|переполнен .{0,20}ящик|容量.{0,20}(?:超|いっぱい)|メールボックス.{0,20}(?:いっぱい|一杯)|(?:邮箱|郵箱).{0,6}[满滿]|已[满滿]',
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
      "cannot find your (?:reverse )?host ?name|can't find your|client host|your (?:host(?: ?name)?|domain|dns|ip(?: address)?) .{0,40}(?:not|n't|unknown|invalid|no |fail)",
      'authentication (?:required|failed|is required)|must (?:be )?authenticate|password|must log ?in',
      'domain ?keys|fcrdns|helo command rejected|invalid helo|bad helo',
    ),
  ],
  [
    'our-sender',
    either(
      'my name was rejected|\\b(?:helo|ehlo)\\b',
      'sender (?:was |is |address |domain |email |e-mail |<> |does )*(?:rejected|refused|denied|unknown|invalid|not (?:found|exist|allowed|valid|verified)|verif|must|blocked|does not)',
      "domain of sender|(?:domain|address) of (?:the )?sender|sender's (?:e-?mail )?(?:address|domain)|send(?:er|ing) (?:e-?mail )?(?:address|domain) .{0,30}(?:not|n't|invalid|unknown)|invalid sending|\\bfrom: ?(?:header |address)",
      "(?:unresolvable|invalid|bad|unknown|cannot resolve|can't verify|could not verify) (?:the )?(?:envelope )?(?:sender|return)",
      '(?:expediteur|remitente|mittente|remetente|absender|afzender|отправител)\\S{0,8} .{0,30}(?:inconnu|desconocid|desconhecid|sconosciut|unbekannt|onbekend|ine[sx]istent|inval|rejet|rechaz|abgelehnt|неизвест|не (?:наиден|существует))',
      'sender ?(?:verify|callback|callout) ?failed|returnpath|return[- ]path .{0,20}(?:reject|invalid|not|unknown)|mail from .{0,60}(?:reject|refus|denied|not allowed)|mail from:? ?<> (?:user |is |was |address )*(?:unknown|invalid|not)',
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
  ['no-such-user', either(...NO_SUCH_USER)],
  [
    'disabled',
    either(
      `${WHO} ${BETWEEN}(?:is |has been |was |been )?(?:temporarily |currently |permanently )?(?:disabled|suspended|deactivated|inactive|locked|frozen|blocked|on hold|not active|not activated|expired|closed|terminated|archived)`,
      '(?:disabled|suspended|inactive|deactivated|expired|archived) (?:user|account|mailbox|recipient)',
      'not using this account|account .{0,30}(?:closed|discontinued)|domain .{0,30}(?:suspended|inactive|on hold)',
      'mailbox (?:currently )?suspended|deactivated mailbox|over the maximum allowed period of inactivity',
    ),
  ],
  ['no-such-host', either(...NO_SUCH_HOST)],
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
