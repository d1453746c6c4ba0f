/**
 * Domains of mail services that very many people use in the United States, Great Britain, Canada and Europe, by the
 * services' own sites, 2026. Services whose names are like those of larger ones are here so that nobody is asked whether
 * they mistyped them.
 */
const WELL_KNOWN: ReadonlySet<string> = new Set(
  [
    // Everywhere
    'gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com rocketmail.com icloud.com',
    'me.com mac.com aol.com aim.com proton.me protonmail.com pm.me gmx.com gmx.net mail.com email.com usa.com',
    'fastmail.com fastmail.fm zoho.com hey.com tutanota.com tuta.io tuta.com tutamail.com hushmail.com mailbox.org',
    'posteo.net riseup.net yandex.com inbox.com duck.com',
    // United States
    'comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net spectrum.net optonline.net',
    'optimum.net earthlink.net juno.com netzero.net frontier.com frontiernet.net windstream.net centurylink.net',
    'ameritech.net pacbell.net swbell.net rr.com roadrunner.com mindspring.com q.com netscape.net',
    // Great Britain
    'hotmail.co.uk yahoo.co.uk live.co.uk outlook.co.uk btinternet.com btopenworld.com sky.com virginmedia.com',
    'ntlworld.com blueyonder.co.uk talktalk.net tiscali.co.uk plus.com plus.net googlemail.co.uk aol.co.uk',
    // Canada
    'hotmail.ca yahoo.ca live.ca outlook.ca rogers.com sympatico.ca bell.net shaw.ca telus.net videotron.ca',
    'cogeco.ca eastlink.ca sasktel.net mts.net',
    // Europe
    'gmx.de gmx.at gmx.ch web.de t-online.de freenet.de arcor.de posteo.de mail.de hotmail.de yahoo.de outlook.de',
    'live.de hotmail.fr yahoo.fr outlook.fr live.fr orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr',
    'libero.it virgilio.it tiscali.it alice.it tin.it hotmail.it yahoo.it outlook.it live.it hotmail.es yahoo.es',
    'outlook.es telefonica.net sapo.pt ziggo.nl kpnmail.nl planet.nl home.nl hetnet.nl xs4all.nl hotmail.nl live.nl',
    'outlook.be skynet.be telenet.be proximus.be bluewin.ch hispeed.ch sunrise.ch chello.at aon.at telia.com',
    'bredband.net hotmail.se live.se outlook.dk hotmail.dk live.dk online.no hotmail.no eircom.net wp.pl o2.pl onet.pl',
    'interia.pl gazeta.pl op.pl seznam.cz centrum.cz email.cz azet.sk freemail.hu citromail.hu abv.bg yahoo.ro mail.ee',
    'inbox.lv luukku.com elisanet.fi otenet.gr yahoo.gr hotmail.gr yahoo.ie yahoo.se yahoo.dk',
  ].flatMap((line) => line.split(' ')),
);

/** All of them, in lower case. */
export const WELL_KNOWN_DOMAINS: readonly string[] = [...WELL_KNOWN];

/** Whether very many people have their mail at a domain. */
export function isWellKnown(domain: string): boolean {
  return WELL_KNOWN.has(domain);
}

/** What stands behind the last @, in lower case. */
export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1).toLowerCase();
}
