import { Checkbox } from '@mantine/core';
import { toggled } from '@/parts/form';
import styles from './members.module.css';
import { mayFill, type Organisation } from './organisation';
import { words } from './words';

const says = words.teamBoxes;

interface TeamBoxesProps {
  readonly organisation: Organisation;
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}

/** The teams that somebody belongs to. Whoever does not hold what a team holds puts nobody into it. */
export function TeamBoxes({ organisation, chosen, onChange }: TeamBoxesProps) {
  if (organisation.teams.length === 0) return null;
  return (
    <fieldset className={styles.group}>
      <legend>Teams</legend>
      <div className={styles.boxes}>
        {organisation.teams.map((team) => {
          const mayChange = mayFill(organisation, team);
          return (
            <Checkbox
              key={team.id}
              label={mayChange ? team.name : says.label(team.name)}
              checked={chosen.has(team.id)}
              disabled={!mayChange}
              onChange={() => onChange(toggled(chosen, team.id))}
            />
          );
        })}
      </div>
    </fieldset>
  );
}
