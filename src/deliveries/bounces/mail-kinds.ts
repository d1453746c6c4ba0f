import type { BouncedMail } from './read-mail.js';
import { isAboutTheAddress, reasonInWords } from './reasons.js';

/** Whether a mail without a machine's report says that another mail did not arrive. */
export function isNotice(mail: BouncedMail): boolean {
  if (mail.header('x-failed-recipients').length > 0) return true;
  if (isFromSystem(mail)) return !AWAY.test(mail.subject);
  const saysFailed = FAILED_TEXT.test(mail.text.slice(0, 8_000));
  if (mail.returned !== '' && saysFailed && !AWAY.test(mail.subject)) return true;
  return !isAutoReply(mail) && FAILED_SUBJECT.test(mail.subject) && saysFailed;
}

/** Whether a program answered for a person: out of office, vacation, "we have received your message" (RFC 3834). */
export function isAutoReply(mail: BouncedMail): boolean {
  const value = (name: string): string => (mail.header(name)[0] ?? '').toLowerCase();
  const submitted = value('auto-submitted');
  return (
    (submitted !== '' && !submitted.startsWith('no')) ||
    ['x-autoreply', 'x-autorespond', 'x-autoresponder', 'x-auto-reply', 'x-mail-autoreply', 'x-vacation'].some(
      (name) => mail.header(name).length > 0,
    ) ||
    /auto[_-]?reply/.test(value('precedence')) ||
    /vacation|autorespon|auto-?reply/.test(`${value('x-mailer')} ${value('x-loop')} ${value('delivered-to')}`) ||
    AWAY.test(mail.subject) ||
    (isBulk(value('precedence')) && AWAY_TEXT.test(mail.text.slice(0, 4_000)))
  );
}

/** Whether a person wrote a mail that is neither notice nor automatic answer; '' is the envelope sender of systems. */
export function isFromPerson(mail: BouncedMail, envelopeFrom: string | undefined): boolean {
  const from = mail.header('from').join(' ');
  const path = envelopeFrom ?? mail.header('return-path')[0]?.trim();
  return from.includes('@') && !SYSTEM.test(from) && path !== '' && path !== '<>';
}

function isBulk(precedence: string): boolean {
  return /^(?:bulk|junk|list)/.test(precedence);
}

/** Whether the sender is a mail system, not a person: RFC 3464 asks for an empty envelope sender, and many name themselves. */
function isFromSystem(mail: BouncedMail): boolean {
  const from = mail.header('from').join(' ');
  const saysFailed = FAILED_SUBJECT.test(mail.subject) || FAILED_TEXT.test(mail.text.slice(0, 8_000));
  if (SYSTEM.test(from)) return saysFailed || namesReason(mail);
  const isNull = mail.header('return-path').some((path) => /^<?(?:>|mailer-daemon)/i.test(path.trim()));
  if (!isNull || AWAY.test(mail.subject)) return false;
  return (
    FAILED_SUBJECT.test(mail.subject) ||
    (saysFailed && !isAutoReply(mail) && REPLY_CODE.test(mail.text.slice(0, 8_000)))
  );
}

/** Some systems say no more than `Unknown user ann@city.example`. */
function namesReason(mail: BouncedMail): boolean {
  const reason = reasonInWords(mail.text.slice(0, 2_000));
  return reason !== undefined && (isAboutTheAddress(reason) || reason === 'full');
}

/** What servers answer a failure with: `550 …`, `5.1.1`. */
const REPLY_CODE = /\b5\d\d[ -]\S|\b5\.\d\.\d/;

const SYSTEM =
  /mailer-?daemon|post ?master|mail ?(?:delivery|administrator|system|server)|delivery ?(?:subsystem|system)|system ?administrator|mailadmin|mdaemon|bounce/i;

/** Subjects of notices of failure and delay. */
const FAILED_SUBJECT =
  /undeliver|undelivered|onbestelbaar|returned mail|not (?:be )?delivered|deliver(?:y|ed)? (?:\S{1,20} ){0,3}(?:status|fail|problem|error|delay|notif|report|incomplete|unsuccess)|(?:failure|failed|error|problem|unable|could not|returned|warning|rejected|bounce)[^\n]{0,60}(?:mail|message|deliver|notice|send|notif)|failure notice|(?:mail|message)[^\n]{0,40}(?:fail|return|error|bounce|reject|not sent|undeliver|cannot|could not)|user unknown|non[- ]?deliver|unzustellbar|nicht zugestellt|zustellung|non remis|[ée]chec|no se (?:ha )?(?:puede|pudo|entreg)|no entregad|devuelto|impossibile|mancat[oa]|n[aã]o (?:foi )?entregue|недостав|не доставлен|возвращ|不達|配信|配送|送信(?:でき|エラー|失敗)|未送達|エラー|退信|无法|失败|반송|실패/i;

const FAILED_TEXT =
  /could ?n[o']t be delivered|cannot be delivered|(?:was|were|is|be|been) (?:not |un)deliver|undeliver|not deliver|did not reach|deliver(?:y|ing)? (?:\S{1,30} ){0,8}(?:fail|problem|error|delay)|failed (?:\S{1,30} ){0,4}(?:deliver|permanent)|unable to (?:deliver|send)|wasn't able to deliver|(?:permanent|fatal) (?:error|failure)|returned to (?:you|sender)|\b[45]\d\d[ -][45]\.\d\.\d|transcript of session|failure reasons|送信できません|配信できません|配信できませんでした|届け(?:られ|でき)ません|не может быть доставлен|не удалось доставить|无法(?:送达|发送|投递)|退信|konnte nicht zugestellt|n'a pas (?:pu |été )|no (?:se )?pudo (?:ser )?entreg|no pudo ser entreg|não (?:pôde|foi)|nao (?:pode|foi) (?:ser )?entreg|non è stato recapit|non e' stato recapit|niet worden (?:af|be)ge?lever|kon niet worden|nie mo[zż]e zosta[cć] dostarcz|failed recipients?|has been postponed|delivery failed|blocked by our|not been delivered/i;

const AWAY =
  /^[\s[(*]*(?:re:\s*)?(?:auto(?:mat(?:ic|ed|ische|ische?s?|isch))?[\s:-]*(?:e?-?mail )?(?:reply|response|respon|antwort|answer|:)|auto[- ]?(?:re|:)|out[- ]of[- ](?:the[- ])?office|ooo\b|away from|vacation|on (?:leave|vacation|holiday)|abwesen|automatische antwort|automatisch antwoord|r[ée]ponse automatique|absen(?:t|ce)|respuesta autom|fuera de (?:la )?oficina|risposta automatica|fuori sede|resposta autom|автоответ|автоматический ответ|自動(?:返信|応答|回答)|不在|自动(?:回复|答复)|자동)/i;

const AWAY_TEXT =
  /out of (?:the )?office|on (?:vacation|holiday|leave)|(?:i am|i'm|i will be) (?:currently )?(?:away|out|on)|will (?:be back|return)|nicht im (?:b[uü]ro|haus)|abwesend|en vacances|absent|fuera de la oficina|de vacaciones|in ferie|休暇|不在|в отпуске/i;

/** Whether a notice only warns of a delay and asks for nothing. */
export function isWarning(mail: BouncedMail): boolean {
  return (
    (/\(delay\)|delayed|warning|verz[oö]ger|retard/i.test(mail.subject) && !/unknown/i.test(mail.subject)) ||
    STILL_TRYING.test(mail.text.slice(0, 8_000))
  );
}

const STILL_TRYING =
  /warning message only|(?:do not|don't|no) need to (?:resend|retransmit)|will be retried|will (?:keep|continue) (?:on )?(?:to )?(?:be )?(?:try|retry|attempt|made)|attempts will continue|still in queue|will be tried again|has been postponed|is still (?:being )?(?:tr(?:ied|ying)|queued)|has been delayed|(?:message|delivery) (?:is |was )?delayed|(?:will|shall) (?:try|attempt) (?:again|to deliver)[^.]{0,60}(?:until|for|again)|not yet been delivered|no action is required|temporarily delayed/i;
