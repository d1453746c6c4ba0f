import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import Handlebars from 'handlebars';
import { programPath } from '../platform/paths.js';

/** Renders our own pages: `views.render('campaigns/page', {...})` fills templates/campaigns/page.hbs. */
export type Views = { readonly render: (name: string, data: object) => string };

type Templates = ReadonlyMap<string, Handlebars.TemplateDelegate>;

const compiled = new Map<string, Templates>();

/** Reads every template of a folder once; each can be used as a page and, by its path, as a partial. */
export function createViews(shared: Readonly<Record<string, unknown>>, folder = programPath('templates')): Views {
  const templates = compiled.get(folder) ?? readTemplates(folder);
  compiled.set(folder, templates);
  return {
    render: (name, data) => {
      const template = templates.get(name);
      if (!template) throw new Error(`There is no template ${name}.`);
      return template({ ...shared, ...data });
    },
  };
}

function readTemplates(folder: string): Templates {
  const engine = Handlebars.create();
  const templates = new Map<string, Handlebars.TemplateDelegate>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.hbs')) continue;
    const name = relative('.', file).replaceAll('\\', '/').slice(0, -'.hbs'.length);
    const source = readFileSync(join(folder, file), 'utf8');
    templates.set(name, engine.compile(source, { preventIndent: true, knownHelpersOnly: true }));
    engine.registerPartial(name, source);
  }
  return templates;
}
