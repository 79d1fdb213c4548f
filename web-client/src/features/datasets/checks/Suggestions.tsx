import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ExpectationPartsFragment } from '@/api/generated/datasets';
import { Icon } from '@/parts/Icon';
import { List, ListItem } from '@/parts/List';
import { Panel, PanelBody } from '@/parts/Panel';
import table from '@/parts/table.module.css';
import type { Draft } from './draft';
import { sentence } from './sentences';
import { suggestionsOf } from './suggestions';
import type { Profile } from './use-suite';
import { words } from './words';

const says = words.suggestionsPanel;

/** So many at first. */
const SHOWN = 10;

interface SuggestionsProps {
  readonly profile: Profile | null;
  readonly drafts: readonly Draft[];
  readonly isFull: boolean;
  readonly onAdd: (expectation: ExpectationPartsFragment) => void;
}

/** What the newest profile lets one expect, with what speaks for it; what is expected already is left out. */
export function Suggestions({ profile, drafts, isFull, onAdd }: SuggestionsProps) {
  const [showsAll, setShowsAll] = useState(false);
  if (profile === null) {
    return (
      <Panel title="Suggestions">
        <PanelBody>
          <p className="t3">{says.theyCome}</p>
        </PanelBody>
      </Panel>
    );
  }
  const found = suggestionsOf(profile.table, profile.rows).filter(
    ({ expectation: { name, column } }) =>
      !drafts.some((draft) => draft.name === name && draft.column === (column ?? '')),
  );
  const shown = showsAll ? found : found.slice(0, SHOWN);
  return (
    <Panel title="Suggestions" note={says.note(profile.number)}>
      {found.length === 0 ? (
        <PanelBody>
          <p className="t3">{says.allThatTheProfile}</p>
        </PanelBody>
      ) : (
        <List label="Suggestions">
          {shown.map(({ expectation, evidence }) => (
            <ListItem
              key={`${expectation.name} ${expectation.column ?? ''}`}
              title={sentence(expectation)}
              detail={evidence}
              end={
                <Button
                  variant="subtle"
                  aria-label={says.label(sentence(expectation))}
                  leftSection={<Icon name="plus" size={14} />}
                  disabled={isFull}
                  onClick={() => onAdd(expectation)}
                >
                  Add
                </Button>
              }
            />
          ))}
        </List>
      )}
      {found.length > shown.length && (
        <div className={table.note}>
          <Button variant="subtle" onClick={() => setShowsAll(true)}>
            {says.showAll(found.length)}
          </Button>
        </div>
      )}
    </Panel>
  );
}
