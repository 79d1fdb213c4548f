import { useState } from 'react';
import { SetModelAliasDocument, type PassportFragment } from '@/api/generated/models';
import { FormDialog, IdentifierField, useForm } from '@/parts/form';
import { SelectField } from '@/parts/SelectField';
import type { ModelDetail } from './model';
import styles from './models.module.css';
import { words } from './words';

const says = words.aliasDialog;

interface AliasDialogProps {
  readonly model: ModelDetail;
  readonly version: PassportFragment;
  readonly onClose: () => void;
  readonly onConflict: () => void;
}

/** An alias as the person saw it when they chose it: the platform moves it only if it still points there. */
interface Chosen {
  /** Empty: a new one. */
  readonly name: string;
  readonly seen: { readonly id: string; readonly number: number } | null;
}

/** Points a name at the version; where someone else moved it meanwhile, shows where to and asks again. */
export function AliasDialog({ model, version, onClose, onConflict }: AliasDialogProps) {
  const others = model.aliases.filter(({ target }) => target.id !== version.id);
  const [chosen, setChosen] = useState<Chosen>(() => choose(others[0]?.name ?? ''));
  const [newName, setNewName] = useState('');
  const [isWarned, setWarned] = useState(false);
  const name = chosen.name === '' ? newName.trim() : chosen.name;
  const now = model.aliases.find((alias) => alias.name === name)?.target ?? null;
  const isMoved = isWarned && now?.id !== chosen.seen?.id;
  const form = useForm({
    of: null,
    values: () => ({ alias: '' }),
    send: async (_, { ask }) => {
      // A name that was typed may be one that is there: then it is moved from where it is shown to point.
      const seen = isMoved || chosen.name === '' ? now : chosen.seen;
      setChosen({ name: chosen.name, seen });
      await ask(SetModelAliasDocument, {
        input: {
          modelId: model.id,
          alias: name,
          modelVersionId: version.id,
          expectedTargetId: seen?.id ?? null,
        },
      });
      onClose();
    },
    onRefused: ({ code }) => {
      setWarned(code === 'CONFLICT');
      onConflict();
    },
  });

  function choose(alias: string): Chosen {
    return { name: alias, seen: model.aliases.find((known) => known.name === alias)?.target ?? null };
  }

  return (
    <FormDialog
      title={says.title(model.name)}
      verb={isMoved ? says.moveFromVAll(now?.number ?? '–') : says.pointAtV(version.number)}
      danger={isMoved}
      form={isMoved ? { ...form, failure: null } : form}
      onClose={onClose}
      disabled={name === '' || now?.id === version.id}
    >
      <div className={styles.form}>
        <SelectField
          label="Alias"
          value={chosen.name}
          onChange={(alias) => {
            setChosen(choose(alias));
            setWarned(false);
            form.set({});
          }}
          options={[
            ...others.map((alias) => ({
              value: alias.name,
              label: says.nowV(alias.name, alias.target.number),
            })),
            { value: '', label: says.newAlias },
          ]}
        />
        {chosen.name === '' && (
          <IdentifierField
            label="Name"
            description={says.hint}

            value={newName}
            onChange={(event) => {
              setNewName(event.currentTarget.value);
              setWarned(false);
              form.set({});
            }}
            error={form.errorOf('alias')}
          />
        )}
        {isMoved ? (
          <p className={styles.note} role="alert">
            <b className="med">{says.someoneMovedItMeanwhile}</b>{' '}
            {says.youSaw(
              name,
              chosen.seen === null ? says.noVersion : `v${chosen.seen.number}`,
              now === null ? says.noVersion : `v${now.number}`,
            )}
          </p>
        ) : (
          <p>{effect(name, now?.number ?? null, version.number, model.name)}</p>
        )}
      </div>
    </FormDialog>
  );
}

function effect(alias: string, from: number | null, to: number, model: string): string {
  if (alias === '') return says.anAlias;
  if (from === to) return says.pointsAtVAlready(alias, to);
  const moved = from === null ? says.newAndWill(alias, to) : says.willPointAtV(alias, to, from);
  return says.programsThatLoadGet(moved, model, alias, to);
}
