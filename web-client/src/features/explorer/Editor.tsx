import { useEditorContext } from '@graphiql/react';
import { useComputedColorScheme } from '@mantine/core';
import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
import { buildSchema, getOperationAST, OperationTypeNode, parse } from 'graphql';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { schemaText } from '@/api/generated/schema-text';
import { openSocket } from '@/api/live';
import { useSignedIn } from '@/api/session';
import { CostStrip } from './CostStrip';
import type { EditorTexts } from './check';
import styles from './explorer.module.css';
import './graphiql.css';
import { nameParts } from './name-parts';
import { follow, run, type Answer, type Typed } from './send';
import { useCost } from './use-cost';
import { words } from './words';

const NOTHING: EditorTexts = { query: '', variables: '', operationName: null };

const says = words.editor;

/** The library's editors over the schema of this release; fetched when the page needs them. */
export default function Editor() {
  const { session, tenant } = useSignedIn();
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const schema = useMemo(() => buildSchema(schemaText, { assumeValidSDL: true }), []);
  const sender = useMemo(
    () => ({ csrfToken: session.csrfToken, tenant: tenant.slug }),
    [session.csrfToken, tenant.slug],
  );
  const [texts, setTexts] = useState(NOTHING);
  const [ran, setRan] = useState<Answer | null>(null);
  const cost = useCost(schema, sender, texts);
  const editor = useRef<HTMLDivElement>(null);
  useEffect(() => (editor.current === null ? undefined : nameParts(editor.current)), []);

  const fetcher = useCallback(
    async (typed: Typed) => {
      if (isSubscription(typed)) return follow(() => openSocket(sender.tenant), typed);
      const answer = await run(sender, typed);
      setRan(answer);
      return answer.body;
    },
    [sender],
  );

  return (
    <>
      <CostStrip typed={cost} ran={ran} />
      <div className={styles.editor} ref={editor}>
        <GraphiQL
          schema={schema}
          fetcher={fetcher as never}
          forcedTheme={scheme}
          storage={window.sessionStorage}
          defaultQuery={says.welcome}
          defaultEditorToolsVisibility="variables"
          isHeadersEditorEnabled={false}
          shouldPersistHeaders={false}
        >
          <GraphiQL.Logo>
            <></>
          </GraphiQL.Logo>
          <GraphiQL.Footer>
            <Watch onTexts={setTexts} />
          </GraphiQL.Footer>
        </GraphiQL>
      </div>
    </>
  );
}

function isSubscription({ query, operationName }: Typed): boolean {
  return getOperationAST(parse(query), operationName)?.operation === OperationTypeNode.SUBSCRIPTION;
}

/** Tells what stands in the editors, which the library remembers as long as the browser's tab is open. */
function Watch({ onTexts }: { readonly onTexts: (texts: EditorTexts) => void }) {
  const { tabs, activeTabIndex } = useEditorContext({ nonNull: true });
  const tab = tabs[activeTabIndex];
  const query = tab?.query ?? '';
  const variables = tab?.variables ?? '';
  const operationName = tab?.operationName ?? null;
  useEffect(() => onTexts({ query, variables, operationName }), [onTexts, query, variables, operationName]);
  return (
    <p className={styles.hint}>
      <kbd>Ctrl Enter</kbd> {says.run} <kbd>Ctrl Space</kbd> {says.complete} <kbd>Shift Ctrl P</kbd>{' '}
      {says.tidy}
    </p>
  );
}
