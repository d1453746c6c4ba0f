/** A text to begin a data agreement from. It is no legal advice, and names nobody. */
export const EXAMPLE_AGREEMENT = `1. What this is about
We run campaigns together so that people can write to their representatives. This agreement says what each partner may do with what people give us.

2. People come first
Nobody has to give a partner anything in order to write. Opt-in boxes are never ticked beforehand, each names one partner, and each leads to that partner's privacy notice.

3. Who gets what
A partner gets only those people who ticked its own box, as the sharing rule of the coalition says. It gets no copy of anybody else, and does not ask other partners for one.

4. What it may be used for
A partner writes to these people only about what the text beside its box said. It does not sell, rent, lend or publish their data, and does not add to them from other sources.

5. Stopping and erasing
Each message names an easy way to end it. Who asks to be erased is erased within 30 days, and the other partners are told where they hold the same person from this coalition.

6. Keeping it safe
Only people who need the data for their work see them. If data are lost or seen by others, the partner tells the coalition's lead within 72 hours.

7. Numbers
Each partner states how many members it has and of which day that is. Numbers of the coalition are shown with their definitions; nobody shows a part of them in a way that changes what they mean.

8. Leaving
A partner can leave at any time. From that moment it gets nobody more. What it got before stays under this agreement. Its numbers stay in the coalition's totals.`;
