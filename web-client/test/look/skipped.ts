import type { FullConfig, Reporter, Suite } from '@playwright/test/reporter';
import { whyNotCompared } from './kept';

/** Says which pictures were not compared, and why. */
export default class Skipped implements Reporter {
  private names: readonly string[] = [];

  onBegin(config: FullConfig, suite: Suite) {
    if (config.updateSnapshots !== 'none') return;
    this.names = suite.allTests().flatMap(({ title, tags }) => (tags.includes('@pictured') ? [title] : []));
  }

  onEnd() {
    const why = whyNotCompared();
    if (why === null || this.names.length === 0) return;
    console.log(`console: pictures not compared, since ${why}: ${this.names.join(', ')}`);
  }
}
