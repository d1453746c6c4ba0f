import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Context } from 'mocha';
import { sharedData } from './services.js';

/** A real mail that a mail system sent back, with how others read it. */
export type BounceMail = {
  readonly name: string;
  /** One for each recipient; `hard` is a lasting failure of the address. */
  readonly expect: readonly { readonly reason: string; readonly hard: boolean }[];
  readonly raw: Buffer;
};

/** The mails of the shared data; skips the test where they are not there. */
export function sharedBounceMails(context: Context): BounceMail[] {
  const packed = readFileSync(sharedData(context, 'bounces', 'bounce-mails.jsonl.gz'));
  return gunzipSync(packed)
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Omit<BounceMail, 'raw'> & { readonly mail_base64: string })
    .map(({ mail_base64: base64, ...mail }) => ({ ...mail, raw: Buffer.from(base64, 'base64') }));
}

/** What a bounce is made of here. */
export type Report = {
  readonly to?: string;
  readonly action?: string;
  readonly status?: string;
  readonly diagnostic?: string;
  readonly text?: string;
};

/** A delivery status notification (RFC 3464) as a mail system sends it. */
export function reportMail(report: Report = {}): Buffer {
  const { to = 'letters@mail.clarion.example', action = 'failed', status = '5.1.1', text = '' } = report;
  const { diagnostic = '550 5.1.1 <mayor@council.harbourview.example>: User unknown' } = report;
  return mailOf([
    'Return-Path: <>',
    'From: Mail Delivery System <MAILER-DAEMON@mx.harbourview.example>',
    `To: ${to}`,
    'Subject: Undelivered Mail Returned to Sender',
    'Message-ID: <report.1@mx.harbourview.example>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
    '',
    '--b1',
    'Content-Type: text/plain',
    '',
    text,
    '',
    '--b1',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.harbourview.example',
    '',
    'Final-Recipient: rfc822; mayor@council.harbourview.example',
    `Action: ${action}`,
    `Status: ${status}`,
    `Diagnostic-Code: smtp; ${diagnostic}`,
    '',
    '--b1--',
    '',
  ]);
}

/** A mail out of its lines. */
export function mailOf(lines: readonly string[]): Buffer {
  return Buffer.from(lines.join('\r\n'));
}
