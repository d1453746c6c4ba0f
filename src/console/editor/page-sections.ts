import { field, type Section } from './section.js';

const short = { isShort: true };

export const pageSection: Section = {
  name: 'page',
  title: 'Page',
  intro: 'What people read before they write.',
  preview: 'page',
  parts: [
    { field: field(['line', 'title', 'Title'], { max: 120 }) },
    {
      field: field(['text', 'summary', 'Summary'], {
        max: 300,
        rows: 3,
        hint: 'Two sentences, also for search results and shared links.',
      }),
    },
    {
      field: field(['file', 'page.md', 'Text of the page'], {
        rows: 18,
        hint: 'In Markdown: ## before a heading, - before a point, [words](https://…) for a link. Give each claim its source.',
      }),
    },
    { heading: 'Who runs this campaign', hint: 'Stands at the foot of each page and mail.' },
    { field: field(['line', 'organization.name', 'Organization'], { max: 120 }) },
    { field: field(['line', 'organization.postal_address', 'Postal address'], { max: 300 }) },
    { field: field(['line', 'organization.website', 'Web site'], short) },
    { field: field(['line', 'organization.privacy_url', 'Privacy page'], short) },
    {
      field: field(['text', 'example', 'What is invented here'], {
        rows: 2,
        max: 300,
        hint: 'Only for examples. Leave it empty for a real campaign.',
      }),
    },
  ],
};

export const askSection: Section = {
  name: 'ask',
  title: 'Ask and dates',
  intro: 'What you ask for, from how many people, and from when until when.',
  preview: 'page',
  parts: [
    {
      field: field(['text', 'ask', 'What lawmakers are asked to do'], { max: 300, rows: 2, hint: 'One sentence.' }),
    },
    { field: field(['number', 'goal', 'Goal'], { ...short, hint: 'How many people shall act.' }) },
    {
      field: field(['line', 'time_zone', 'Time zone'], { ...short, usual: 'UTC', hint: 'Such as America/Denver.' }),
    },
    {
      field: field(['line', 'opens_at', 'Opens'], {
        ...short,
        hint: 'Such as 2027-01-15 or 2027-01-15 09:00. Empty: at once.',
      }),
    },
    {
      field: field(['line', 'closes_at', 'Closes'], {
        ...short,
        hint: 'A day without a time lasts to its end. Empty: stays open.',
      }),
    },
    {
      field: field(['line', 'topic', 'Topic in offices’ own forms'], {
        max: 80,
        hint: 'Such as Crime and law enforcement; supporters are told to choose it where a form asks.',
      }),
    },
  ],
};

export const safetySection: Section = {
  name: 'safety',
  title: 'Safety',
  intro: 'Somebody in danger may read this page. Give them a number to call and a quick way out.',
  preview: 'page',
  parts: [
    {
      field: field(['text', 'safety.content_note', 'Content note'], {
        max: 400,
        rows: 2,
        hint: 'What a reader should know before reading on.',
      }),
    },
    {
      field: field(['line', 'safety.quick_exit', 'Quick exit leads to'], {
        hint: 'A harmless site, such as https://www.weather.gov/.',
      }),
    },
    { heading: 'Hotline' },
    { field: field(['line', 'safety.hotline.name', 'Who answers'], short) },
    { field: field(['line', 'safety.hotline.phone', 'Phone'], short) },
    { field: field(['line', 'safety.hotline.text', 'By text message'], { ...short, hint: 'Such as text 233733.' }) },
    { field: field(['line', 'safety.hotline.url', 'Web page'], short) },
  ],
};
