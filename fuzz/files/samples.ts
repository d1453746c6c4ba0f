import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import type { ImportOptions } from '../../src/data-sets/index.js';

/** A small sound file of a source. */
export type Sample = {
  readonly source: string;
  readonly name: string;
  readonly file: Buffer;
  readonly options?: ImportOptions;
};

const term = { type: 'rep', start: '2025-01-03', end: '2027-01-03', state: 'CO', district: 1, party: 'Independent' };
const legislators = [
  { id: { bioguide: 'L000001', govtrack: 1 }, name: { first: 'Ana', last: 'Lima' }, bio: {}, terms: [term] },
];
const committees = [
  {
    ...{ type: 'senate', name: 'Senate Committee on the Judiciary', thomas_id: 'SSJU' },
    subcommittees: [{ name: 'Immigration', thomas_id: '04' }],
  },
];
const offices = [
  {
    id: { bioguide: 'B1' },
    offices: [{ id: 'B1-denver', city: 'Denver', state: 'CO', zip: '80204', latitude: 39.7, longitude: -105 }],
  },
];
const forms = [
  {
    ...{ bioguide: 'A000001', chamber: 'senate', url: 'https://www.example.test/contact', captcha: false },
    fields: [{ field: 'MESSAGE', how: 'fill_in', required: true, max_length: 500 }],
  },
];
const people =
  'id,name,current_party,current_district,current_chamber,given_name,family_name,email,links,capitol_voice,district_voice\n' +
  'ocd-person/a,Ana Lima,Independent,"7",lower,,,ana@legislature.example,https://legislature.example/a,555-0100,555-0101\n';
const person = `# a record\n---\nid: ocd-person/a\nname: Ana Lima\nparty:\n- name: Independent\nroles:\n- type: lower\n  district: '7'\n  jurisdiction: ocd-jurisdiction/country:us/state:co/government\n`;
const committee = {
  ...{ id: 'ocd-organization/a', name: 'Rules', classification: 'committee', chamber: 'lower', parent: null },
  jurisdiction: 'ocd-jurisdiction/country:us/state:co/government',
  members: [{ name: 'Ana Lima', role: 'chair', person_id: 'ocd-person/a' }],
};
const mps =
  '"pcon_name","pcon_code","member_id","display_as","party_text","member_email","region_name","country_name"\n' +
  '"Ynys Môn","W07000112","2","Ben Okafor","Independent","No email found","Wales","Wales"\n';
const officials =
  'name,office,title,body,email,form_url\nAna Lima,Mayor,Mayor,Testville Council,ana@testville.example,\n' +
  ',Ward 1,,Testville Council,,\nBen Okafor,Ward 2,,Testville Council,,https://testville.example/ben\n';
const zips = 'zip,district,state\n80202,1,CO\n82001,0,WY\n';
const points = 'zip,place,lat,lng\n80202,Denver,39.75,-105\n90210,Beverly Hills,34.09,-118.41\n';

const ring = [
  [-105, 39],
  [-104, 39],
  [-104, 40],
  [-105, 40],
  [-105, 39],
];
const geo = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { STATEFP: '08', CD119FP: '01' },
      geometry: { type: 'Polygon', coordinates: [ring] },
    },
    {
      type: 'Feature',
      properties: { STATEFP: '08', SLDUST: '012' },
      geometry: { type: 'MultiPolygon', coordinates: [[ring]] },
    },
  ],
};
const topo = {
  type: 'Topology',
  transform: { scale: [0.001, 0.001], translate: [-105, 39] },
  arcs: [
    [
      [0, 0],
      [1000, 0],
      [0, 1000],
      [-1000, 0],
      [0, -1000],
    ],
  ],
  objects: {
    cd: {
      type: 'GeometryCollection',
      geometries: [{ type: 'Polygon', arcs: [[0]], properties: { STATEFP: '08', CD119FP: '01' } }],
    },
  },
};

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** At least one file of each source, plain and packed. */
export const samples: readonly Sample[] = [
  { source: 'congress-legislators', name: 'legislators-current.json', file: json(legislators) },
  { source: 'congress-committees', name: 'committees-current.json', file: json(committees) },
  { source: 'congress-offices', name: 'offices.json', file: json(offices) },
  { source: 'contact-forms', name: 'contact-forms.json', file: json(forms) },
  { source: 'openstates-people', name: 'co.csv', file: Buffer.from(people) },
  { source: 'openstates-people', name: 'co.yaml', file: Buffer.from(person) },
  { source: 'openstates-committees', name: 'committees.jsonl', file: Buffer.from(JSON.stringify(committee)) },
  { source: 'uk-mps', name: 'mps.csv', file: Buffer.from(mps) },
  { source: 'officials', name: 'council.csv', file: Buffer.from(officials) },
  { source: 'officials', name: 'council.csv.gz', file: gzipSync(officials) },
  { source: 'officials', name: 'council.csv', file: Buffer.from(officials), options: { encoding: 'windows-1252' } },
  { source: 'zip-districts', name: 'zccd.csv', file: Buffer.from(zips) },
  { source: 'zip-points', name: 'points.csv', file: Buffer.from(points) },
  { source: 'zip-points', name: 'points.zip', file: Buffer.from(zipSync({ 'points.txt': Buffer.from(points) })) },
  { source: 'districts', name: 'map.geojson', file: json(geo) },
  { source: 'districts', name: 'map.geojson.gz', file: gzipSync(JSON.stringify(geo)) },
  { source: 'districts', name: 'map.topojson', file: json(topo) },
  { source: 'districts', name: 'map.zip', file: shapefile() },
];

/** One square as a zipped shapefile (ESRI's description of 1998). */
function shapefile(): Buffer {
  const content = Buffer.alloc(128);
  content.writeInt32LE(5, 0);
  for (const [at, value] of [-105, 39, -104, 40].entries()) content.writeDoubleLE(value, 4 + at * 8);
  content.writeInt32LE(1, 36);
  content.writeInt32LE(ring.length, 40);
  for (const [at, value] of ring.flat().entries()) content.writeDoubleLE(value, 48 + at * 8);
  const shp = Buffer.concat([shapeHeader(100 + 8 + content.length), recordHeader(content.length), content]);
  const dbf = Buffer.from(
    `\u0003\u001a\u0001\u0001\u0001\0\0\0\u0061\0\u0007\0${'\0'.repeat(20)}${column('STATEFP')}${column('CD119FP')}\r 0801\u001a`,
    'latin1',
  );
  return Buffer.from(zipSync({ 'map.shp': shp, 'map.dbf': dbf }));
}

function shapeHeader(bytes: number): Buffer {
  const header = Buffer.alloc(100);
  header.writeInt32BE(9994, 0);
  header.writeInt32BE(bytes / 2, 24);
  header.writeInt32LE(1000, 28);
  header.writeInt32LE(5, 32);
  return header;
}

function recordHeader(bytes: number): Buffer {
  const header = Buffer.alloc(8);
  header.writeInt32BE(1, 0);
  header.writeInt32BE(bytes / 2, 4);
  return header;
}

function column(name: string): string {
  return `${name.padEnd(11, '\0')}C${'\0'.repeat(4)}\u0002${'\0'.repeat(15)}`;
}
