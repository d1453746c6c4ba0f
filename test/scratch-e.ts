import { compare } from '../src/comparison/index.js';
import { factsOf, partnerNamed, WEEKS, type Bunch } from './support/facts.js';
import { spyOn } from './support/spy.js';
const [from, to] = [Number(process.argv[2]), Number(process.argv[3])];
let secrets = 0, squeezed = 0, small = 0;
for (let seed = from; seed < to; seed++) {
  let s = seed * 2654435761 >>> 0;
  const rnd = (n: number) => { s = (Math.imul(s ^ (s >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0; let t = s; t ^= t >>> 16; t = Math.imul(t, 0x45d9f3b) >>> 0; t ^= t >>> 13; return (t >>> 0) % n; };
  const P = 1 + rnd(3), C = 1 + rnd(3), W = 1 + rnd(4), S = 1 + rnd(3);
  const partners = ['a','b','d'].slice(0,P).map((c) => partnerNamed(c));
  const groups = [...partners.map(p=>p.id),'links','none'];
  const states = ['co','wy','ut'].slice(0,S).map(x=>`ocd-division/country:us/state:${x}`);
  const places = states.flatMap(x=>[`${x}/cd:1`,`${x}/cd:2`,x]).concat(['']);
  const density = 1 + rnd(4);
  const bunches: Bunch[] = [];
  for (const group of groups) for (let c=0;c<C;c++) {
    if (rnd(5)===0) continue;
    const n = 1+rnd(6);
    for (let i=0;i<n;i++) { const people = rnd(3)===0? 1+rnd(4) : rnd(30); const pl = places[rnd(places.length)]!;
      bunches.push({group, campaign:`c${c}`, people, own: rnd(density)===0?rnd(people+1):0, week: WEEKS[rnd(W)], ...(pl && {place: pl})}); }
  }
  const facts = factsOf(bunches, {partners});
  if (process.argv[4]) {
    const c = compare(facts);
    for (const [title, rows] of [['totals', facts.totals], ['weeks', facts.weeks], ['places', facts.places]] as const) { console.log(title); for (const r of rows) console.log('  ', r.group, r.campaign, r.actions, 'own', r.ownWords, (r as any).week ?? '', (r as any).division?.slice(24) ?? ''); }
    const base = {measure:'actions', sort:'name', isDescending:false};
    for (const view of ['partners','weeks','states','districts'] as const) for (const partner of view==='partners'?[undefined]:[undefined, ...partners.map(p=>p.code),'links','none']) for (const campaign of [undefined, ...facts.campaigns.map(x=>x.slug)]) {
      const t = c.table({view, partner, campaign, ...base});
      console.log(view, partner, campaign, t.rows.map(r=>`${r.key.slice(-5)}=${r.values['actions']}/${r.values['ownWords']??''}`).join(' '), 'T', t.total?.values['actions'], t.total?.values['ownWords']);
    }
  }
  try {
    const t=performance.now();
    const found = spyOn(facts, compare(facts));
    if (performance.now()-t>3000) console.log('slow', seed, performance.now()-t);
    for (const x of found) {
      secrets++;
      if (x.is>0 && x.high - x.low < 1e-6) { squeezed++; if (x.is<10) {small++; console.log(seed, JSON.stringify(x));} }
    }
  } catch (e) { console.log(seed, String(e), (e as Error).stack?.split('\n')[2]); }
}
console.log({secrets, squeezed, small});
