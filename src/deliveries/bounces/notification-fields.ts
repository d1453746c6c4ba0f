/**
 * Turns Amazon's notification of a bounce, `{"notificationType":"Bounce","bounce":{"bouncedRecipients":[…]}}`, into the
 * fields of RFC 3464; '' for any other text. Mails break its lines anywhere, so it is not read as JSON.
 */
export function notificationFields(text: string): string {
  const flat = text.slice(0, 50_000).replace(/\r?\n ?/g, '');
  if (!/"(?:notification|event)Type"\s?:\s?"Bounce"/.test(flat)) return '';
  const begins = flat.indexOf('"bouncedRecipients"');
  const recipients = flat.slice(begins, flat.indexOf(']', begins)).split('{').slice(1);
  return recipients
    .map((one) => {
      const value = (name: string): string => new RegExp(`"${name}"\\s?:\\s?"([^"]{0,500})`).exec(one)?.[1] ?? '';
      const lines = [
        `Final-Recipient: rfc822; ${value('emailAddress')}`,
        `Action: ${value('action') || 'failed'}`,
        `Status: ${value('status')}`,
        `Diagnostic-Code: ${value('diagnosticCode')}`,
      ];
      return lines.join('\n');
    })
    .join('\n\n');
}

/** The recipients of Amazon's notification of a complaint, one a line as a feedback report has them; '' for any other text. */
export function complaintFields(text: string): string {
  const flat = text.slice(0, 50_000).replace(/\r?\n ?/g, '');
  if (!/"(?:notification|event)Type"\s?:\s?"Complaint"/.test(flat)) return '';
  const begins = flat.indexOf('"complainedRecipients"');
  const listed = flat.slice(begins, flat.indexOf(']', begins)).matchAll(/"emailAddress"\s?:\s?"([^"]{0,320})/g);
  return ['Feedback-Type: abuse', ...[...listed].map(([, address]) => `Original-Rcpt-To: ${address}`)].join('\n');
}
