/** Up to five words in between, of the same sentence, so that nothing runs far. */
export const BETWEEN = '(?:[^ ]{0,39}[^ .!] |<>\\.{3} ){0,5}';

/** What can be said of a user: `user`, `recipient address`, `mailbox`, … */
export const WHO =
  '(?:user|recipient|addressee|(?<!\\b(?:ip|your|from|sender|sending|client|host|envelope|return) )address|mail[- ]?box|mail ?drop|e?-?mail account|account|username|alias|user ?id|member|customer|subscriber)(?:\\(s\\)|e?s)?';

/** What comes between `unknown` and `user`. */
const SORT = '(?:(?:or|and) [a-z]+ |final |delivery |destination |local |e-?mail |mail |virtual |virtual alias |to )*';

/** Systems that say in English that there is no such user; matched against words without addresses and accents. */
const IN_ENGLISH: readonly string[] = [
  // Said before the user: `unknown user`, `no such mailbox`.
  `(?:unknown|no such|non-? ?exist[ae]nt|not existing|invalid|not a (?:valid|known|registered|local|current)|unrecogni[sz]ed|illegal|undeliverable|unroute?able|unresolvable|unresolved|unregistered|wrong|bad destination|(?<!message )bad)[- ]${SORT}${WHO}`,
  '(?:unknown|no such|invalid|malformed) (?:or [a-z]+ )?local[- ]?part|(?:unknown|no such|invalid) (?:person|name|login|recipient|destination address)|unknown (?:or illegal )?alias|unknown or illegal|no such (?:local|list|group|id)\\b',
  'nosuchuser|usernotfound|user ?unknown|unknownuser|invalid ?recipient|recipientnotfound|recipnotfound|bad ?rcpt ?to|badrcpt|bad ?recipientto|not (?:in|on) (?:my|our|the) valid ?rcptto',
  // Said behind the user: `user unknown`, `mailbox does not exist`.
  `\\b${WHO} ${BETWEEN}(?:is |was |are |were )?(?:unknown|unrecogni[sz]ed|not known|not found|not exists?|not recogni[sz]ed|not listed|not valid|not present|not ok|invalid|wrong|deleted|(?:could not|couldn't|can(?:not|'t)) be (?:found|resolved|located)|no exist|not a member of|unrouteable|not a (?:valid|known))\\b`,
  `\\b${WHO} ${BETWEEN}(?:is )?(?:no longer|not) (?:valid|exists?|here|available|in use|active any|registered|on (?:this |our |the )?server)(?! to take)`,
  `\\b${WHO} ${BETWEEN}(?:does(?: not|n'?t) (?:actually |live |seem to |appear to )?(?:exist|here)|do(?: not|n't) exist|isn't (?:listed|here|known)|not here|not in (?:our |the )?(?:address book|directory|list|local))`,
  `\\b${WHO} ${BETWEEN}(?:has moved|has been replaced by|missing home directory)|has moved:? please|has been replaced by <>|user not local;? (?:please )?try`,
  "<>\\)?[^a-z]{0,5}(?:is |was )?(?:unknown|not found|(?:does not|doesn't|not) exist)\\b|unknown:? <>",
  // Nobody.
  '(?:no|not a|no valid) (?:mail[- ]?box|account|user|recipient|valid recipients?) ?(?:is )?(?:here|by (?:that|this) name|with (?:that|this) name|found|exists?|of that name|available|known|registered|for this user)|no valid recipients?|no mail ?box here',
  '(?:no one|no-one|nobody|noone) (?:[a-z-]{1,12} ){0,5}(?:here|by that name|at this)|(?:there is|has|have) no (?:one|user|mail ?box|such)',
  // Availability.
  '(?:recipient|mail ?box|account|user) (?:is |was )?(?:unavailable(?! to take)|not available)|mailbox (?:currently )?(?:unavailable|not found)|requested (?:user )?mail ?box not found|mailbox name not allowed',
  "(?:user|customer|member|recipient|<>) .{0,60}(?:doesn't|does not|do not|don't) have an? .{0,80}(?:account|address)|no account by|(?:doesn't|does not) have an account",
  'name (?:is )?not (?:recogni[sz]ed|found|unique)|name not found|not listed in .{0,30}(?:directory|address book|name)|not (?:found|present) in .{0,12}(?:directory|ldap)|not our (?:customer|user)|not a .{0,40}subscriber|valid notes mail file',
  "couldn'?t be delivered to .{0,120}because the address couldn'?t be found|the email address .{0,60}(?:doesn't|does not) exist|address (?:was )?(?:rejected|not found): (?:unknown|undeliverable|access denied|no such)",
  'recipient (?:address )?rejected: (?:access denied|unknown|undeliverable|no such)|rcpt .{0,80}unknown|address(?:es)? (?:were |was |are |is )?unknown|does not like recipient\\.? ?$',
  'recipient (?:address )?rejected\\.?(?: \\(|$)|(?:^|[\\d:>] ?)address rejected\\.?(?: \\(|$)|no longer accepting mail sent to',
  "(?:can(?:not|'t)|could ?n[o']t|unable to|not able to) (?:find|accept|locate|resolve|look up) (?:the |this |that |a |alias |local |virtual )*(?:user|recipient|mail ?box|account|alias)|(?:cannot|can't|doesn't|does not) (?:deliver|handle) mail for (?:<>|that|this)|lookup in domain map failed",
  "recipients? (?:address(?:es)? )?(?:can(?:not|'t)|could ?n[o']t) be verified|badly formatted address|incorrectly addressed|no e-?mail address registered|not known at this|no matches to name ?server|final e?-?mail delivery point|not a (?:valid )?mail recipient|doesn't belong to",
  'no longer (?:employed|an employee|works|with (?:us|the company))|has left the (?:company|organi[sz]ation)|is not a (?:valid|known) (?:user|mailbox|address|recipient)',
  // What sysexits.h of Unix calls EX_NOUSER and EX_NOHOST.
  'x-unix; ?6[78]\\b',
  // Whatever it is, it is not there.
  "(?<!\\b(?:file|directory|path|url|link|page|in the body|command|table) )(?:does(?: not|n'?t)|do not) exist(?! in (?:your|the header))|no longer exists",
];

/** The same in other tongues, without accents: `nao` for `não`; umlauts may be written out. */
const IN_OTHER_TONGUES: readonly string[] = [
  // German
  '(?:empfanger|empfaenger|benutzer|adressat|adresse|nutzer|mailbox|postfach|konto)\\S{0,12} .{0,40}(?:unbekannt|nicht (?:gefunden|vorhanden|bekannt)|existiert nicht|ungultig|ungueltig)|existiert nicht|unbekannte[rn]? (?:empf|benutzer|adress|nutzer)|keine gu?e?ltige (?:empf|e-?mail|adress)|nicht im .{0,30}(?:verzeichnis|adressbuch)',
  // French
  "(?:adresse|destinataire|utilisateur|boite|compte|domaine)\\b.{0,60}(?:inconnue?\\b|introuvable|inexistante?|n'existe (?:pas|plus)|invalide|non (?:recense|repertorie|liste))|n'existe pas|non (?:recense|repertorie)\\S? dans",
  // Spanish, Portuguese
  '(?:usuario|cuenta|destinatario|direccion|buzon|casilla|conta|caixa|endereco|utilizador)\\b.{0,60}(?:descon[oh]{1,3}[a-z]{0,12}cid[oa]|inexistente|no (?:existe|fue encontrad|encontrad|se (?:ha )?enc[ou]+ntr)|nao (?:existe|encontrad|foi encontrad)|no es valid|invalid[oa])|no existe (?:el|la|ese|esa|dicha|dicho) |(?:conta|cuenta|usuario) inexistente|usuario desconocido',
  // Italian
  '(?:utente|destinatario|indirizzo|casella|account|destin\\.) ?.{0,40}(?:sconosciut|inesistente|non (?:e stato )?(?:trovat|esiste|valid)|errat[oa])|nessun[oa]? (?:account|utente|casella)',
  // Dutch, Scandinavian, Finnish
  '(?:gebruiker|geadresseerde|adres|ontvanger|postbus) .{0,40}(?:onbekend|bestaat niet|niet (?:gevonden|bekend))|onbekende (?:gebruiker|ontvanger|geadresseerde)',
  '(?:mottagare|anvandare|bruger|bruker|mottaker|modtager|adress)\\S{0,4} .{0,30}(?:finns (?:inte|ej)|okand|ukendt|ukjent|fin[nd]es ikke|hittades inte)|(?:okand|ukendt|ukjent) (?:mottagare|anvandare|bruger|bruker|mottaker|modtager|adress)|tuntematon (?:vastaanottaja|kayttaja|osoite)',
  // Polish, Czech, Hungarian, Turkish
  'nie istnieje|nie ma takiego|nieznany (?:uzytkownik|adresat|odbiorca)|(?:adresat|uzytkownik|odbiorca) (?:jest )?nieznany|neexistuje|neznamy (?:uzivatel|prijemce|adresat)|(?:uzivatel|prijemce|adresat) nenalezen|ismeretlen (?:cimzett|felhasznalo)|kullan[iı]c[iı] (?:bulunamad[iı]|yok)',
  // Russian
  '(?:пользовател|получател|ящик|адрес|аккаунт|домен)\\S{0,4} .{0,40}(?:не (?:наиден|существует|зарегистрирован)|неизвест|отсутству)|(?:нет|нету) так(?:ого|их|ои)|неизвестн\\S{1,4} (?:пользовател|получател|адрес)|не существует|так(?:ого|ои) (?:пользователя|адреса|ящика) .{0,20}нет',
  // Japanese, Chinese, Korean
  '(?:ユーザー?|アドレス|宛先|受信者|送信先|アカウント|メールボックス).{0,30}(?:存在しま|存在しない|見つかりま|ありません|不明|無効)|(?:宛|あて)先不明|リスト(?:に(?:あり|含まれてい)ません|されていません)',
  '不存在|(?:用户|用戶|收件人|帐号|帳號|账号|邮箱|郵箱|地址).{0,40}(?:无效|無效|找不到|未找到|不正确)|找不到.{0,10}(?:收件人|用户|邮箱|地址)|존재하지|(?:사용자|수신자|계정|주소).{0,12}찾을 수 없|알 수 없는 (?:사용자|수신자)',
];

/** Wordings of `no such user`. */
export const NO_SUCH_USER: readonly string[] = [...IN_ENGLISH, ...IN_OTHER_TONGUES];

/** Wordings of `no such host`. */
export const NO_SUCH_HOST: readonly string[] = [
  '(?:host|domain)(?: or domain)?(?: ?name)? (?:is |was )?(?:unknown|not found|invalid|not known)|(?:unknown|invalid|bad|illegal|no such) (?:mail )?(?:host|domain)|bad (?:host|domain) name|unknown mail server|hostname (?:is )?unknown',
  "\\b(?:host|domain)(?: name)? [^ ]{1,100} (?:is |was |could ?n[o']t be |cannot be )?(?:not found|unknown|found to be invalid|found\\.)",
  "(?:host|domain|name)(?: name)? .{0,60}(?:does not exist|doesn'?t exist|nonexistent|non-existent|couldn't be found|could not be (?:found|resolved)|not resolve|is not a valid)",
  "(?:couldn'?t|could not|cannot|can't|(?:un|not |n't )able to) (?:find|resolve|locate|look ?up) (?:any |the |a |recipient )*(?:host|domain|mx|mail exchanger|mail server|gateway|address for)",
  'nxdomain|unroute?able (?:mail )?domain|name or service not known|no address associated with (?:host)?name|all relevant mx records point to non-existent hosts|dns error: .{0,60}(?:not found|nxdomain)|lookup failed permanently',
  'no (?:mx|a|aaaa|mail exchanger|address|dns)(?:[ ,/]{1,2}(?:or|and|a|aaaa|mx)){0,4} (?:records?|host|entr|found)|no (?:mx|mail (?:exchanger|server))s? (?:found|for|or|appear|exist)|no record of the destination|recipient domain must exist|no route found to|name ?server: .{0,60}no data known|missing the proper dns entries',
  '域名(?:不存在|无效)|domaine .{0,30}(?:inconnu|introuvable)|dominio .{0,30}(?:inexistente|no existe|sconosciuto|non esiste)|unbekannte domain|домен\\S{0,2} .{0,20}не (?:наиден|существует)',
];
