import { campaignFrame, type Campaign } from '../campaigns/index.js';
import type { Confirmation } from './confirm.js';

type ConfirmPage = {
  readonly campaign: Campaign;
  readonly confirmation: Confirmation;
  /** Letters waited for the confirmation. */
  readonly waited: boolean;
  readonly token: string;
  readonly notMeUrl: string;
  readonly receiptUrl: string;
};

/** The page with the button that confirms an address. It shows nothing of the letters. */
export function confirmPage({ campaign, confirmation, ...page }: ConfirmPage): object {
  return {
    title: `Confirm your address – ${campaign.file.title}`,
    campaign: campaignFrame(campaign),
    isOpen: confirmation === 'open',
    isConfirmed: confirmation === 'confirmed',
    isReviewed: campaign.file.delivery.review,
    ...page,
  };
}

type NotMePage = {
  readonly campaign: Campaign;
  readonly token: string;
  readonly isDone: boolean;
  readonly mailsUrl: string;
};

/** The page for somebody whose address another person typed. */
export function notMePage({ campaign, ...page }: NotMePage): object {
  return { title: 'Was that not you?', campaign: campaignFrame(campaign), ...page };
}

/** The page that stops mails to an address, and lets them go there again. */
export function mailsPage(page: { readonly token: string; readonly isStopped: boolean }): object {
  return { title: page.isStopped ? 'No more mails' : 'Stop these mails?', ...page };
}
