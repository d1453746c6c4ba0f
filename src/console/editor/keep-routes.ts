import { giveBack, packCampaign, readNewest, takeOver, type SaveTools } from '../../campaigns/index.js';
import { go, type Answer, type CampaignVisit, type ConsoleRoute } from '../visit.js';
import { applyForm } from './apply-form.js';
import { typedValues } from './form-values.js';
import { rootOf } from './pane.js';
import { previewFiles, sampleOf, type EditorPreviewTools } from './preview.js';
import { sections } from './sections.js';
import { typedFiles } from './source-routes.js';

/** Where a campaign is kept, its export, and how it looks. */
export function keepRoutes(tools: SaveTools & EditorPreviewTools): ConsoleRoute[] {
  return [
    {
      of: 'campaign',
      method: 'post',
      path: '/campaigns/:campaign/take-over',
      needs: 'edit',
      does: 'took the campaign over from its folder',
      handle: async (visit) => {
        await takeOver(tools.db, visit.campaign);
        const undo = { label: 'Undo', action: `${rootOf(visit)}/give-back`, fields: {} };
        return go(`${rootOf(visit)}/edit`, 'From now on this campaign is edited here.', { undo });
      },
    },
    {
      of: 'campaign',
      method: 'post',
      path: '/campaigns/:campaign/give-back',
      needs: 'edit',
      does: 'gave the campaign back to its folder',
      handle: async (visit) => {
        await giveBack(tools.db, visit.campaign);
        return go(`${rootOf(visit)}/edit`, 'The campaign is kept in its folder again.');
      },
    },
    {
      of: 'campaign',
      method: 'get',
      path: '/campaigns/:campaign/export',
      needs: 'see',
      handle: async ({ campaign }) => {
        const { files } = await readNewest(tools, campaign);
        const content = packCampaign(campaign.slug, files);
        return { kind: 'file', name: `${campaign.slug}.zip`, type: 'application/zip', content };
      },
    },
    ...previewRoutes(tools),
  ];
}

function previewRoutes(tools: SaveTools & EditorPreviewTools): ConsoleRoute[] {
  const path = '/campaigns/:campaign/preview';
  return [
    {
      of: 'campaign',
      method: 'get',
      path,
      needs: 'see',
      handle: async (visit) => {
        const { files } = await readNewest(tools, visit.campaign);
        return previewFiles(tools, visit, { files, sample: sampleOf(visit.query, visit.campaign) });
      },
    },
    {
      of: 'campaign',
      method: 'post',
      path,
      needs: 'edit',
      does: undefined,
      handle: (visit) => previewDraft(tools, visit),
    },
  ];
}

/** Shows what is in a form at this moment, over the newest version. */
async function previewDraft(tools: SaveTools & EditorPreviewTools, visit: CampaignVisit): Promise<Answer> {
  const { form, campaign } = visit;
  const { files, keptIn } = await readNewest(tools, campaign);
  const section = sections.find(({ name }) => name === form.one('section'));
  const sample = sampleOf(form, campaign);
  // The fields of a form that cannot be changed are not sent whole.
  if (keptIn === 'folder') return previewFiles(tools, visit, { files, sample });
  const draft = section ? applyForm(section, files, typedValues(section, form)) : typedFiles(files, form);
  return previewFiles(tools, visit, { files: draft, sample });
}
