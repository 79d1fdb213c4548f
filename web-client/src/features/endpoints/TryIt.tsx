import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { EndpointExamplesDocument, type EndpointExamplesQuery } from '@/api/generated/endpoints';
import { readSignature } from '@/api/signature';
import { Stack } from '@/parts/Columns';
import { Panel, PanelBody } from '@/parts/Panel';
import { Empty } from '@/parts/states';
import { Segments, useTab } from '@/parts/Tabs';
import { CallIt } from './CallIt';
import type { EndpointDetail } from './detail';
import styles from './endpoints.module.css';
import { build, fieldsOf, type ColumnExample, type TensorJson } from './inputs';
import { modelName, newestFirst, serving } from './revisions';
import { TryForm } from './TryForm';
import { words } from './words';

const says = words.tryIt;

const TABS = [
  { key: 'form', label: 'Form' },
  { key: 'json', label: 'JSON' },
];
const NO_INPUTS: readonly TensorJson[] = [];

/** A form made of the model's signature, and the same call from a program. */
export function TryIt({
  endpoint,
  mayInvoke,
}: {
  readonly endpoint: EndpointDetail;
  readonly mayInvoke: boolean;
}) {
  const [{ data }] = useQuery({
    query: EndpointExamplesDocument,
    variables: { id: endpoint.id },
    // They may have come with the endpoint.
    requestPolicy: 'cache-first',
  });
  const tab = useTab(TABS, 'try');
  const candidates = serving(endpoint.revisions);
  const described = candidates.length > 0 ? candidates : newestFirst(endpoint.revisions).slice(0, 1);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const revision = described.find(({ id }) => id === chosenId) ?? described[0];
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const signature = readSignature(revision?.modelVersion?.signature);
  const examples = examplesOf(data, revision?.id);
  const fields = fieldsOf(signature?.inputs ?? [], examples);
  const built = build(fields, values);
  const inputs = 'inputs' in built ? built.inputs : NO_INPUTS;

  return (
    <Stack>
      <Panel
        title={says.try}
        note={signature === null ? undefined : says.note}
        end={<Segments label={says.howToFill} param="try" tabs={TABS} />}
      >
        <PanelBody>
          <div className={styles.try}>
            {described.length > 1 && (
              <NativeSelect
                label={says.signature}
                value={revision?.id ?? ''}
                onChange={(event) => setChosenId(event.currentTarget.value)}
                data={described.map((one) => ({
                  value: one.id,
                  label: `r${one.number}, ${modelName(one)}, ${one.weight} %`,
                }))}
              />
            )}
            {candidates.length === 0 ? (
              <Empty title={says.nothingToAsk}>
                <p>{says.noRevisionServesNow}</p>
              </Empty>
            ) : !mayInvoke ? (
              <Empty title={says.nothingYouMaySend}>
                <p>{says.noneOfYourRoles}</p>
              </Empty>
            ) : (
              <TryForm
                key={`${revision?.id ?? ''} ${tab}`}
                endpointId={endpoint.id}
                raw={tab === 'json' || signature === null}
                fields={fields}
                values={values}
                onValues={setValues}
                built={built}
                outputs={signature?.outputs ?? []}
              />
            )}
          </div>
        </PanelBody>
      </Panel>
      <CallIt
        called={{
          name: endpoint.name,
          url: endpoint.url,
          grpcTarget: endpoint.grpcTarget,
          inputs,
          outputs: signature?.outputs.map(({ name }) => name) ?? [],
        }}
      />
    </Stack>
  );
}

/** The columns of the data sets that the run behind the revision read. */
function examplesOf(
  data: EndpointExamplesQuery | undefined,
  revisionId: string | undefined,
): ColumnExample[] {
  const node = data?.node?.__typename === 'Endpoint' ? data.node : null;
  const revision = node?.revisions.find(({ id }) => id === revisionId);
  const datasets = revision?.modelVersion?.run?.datasets ?? [];
  return datasets.flatMap(({ profile }) => profile?.columns ?? []);
}
