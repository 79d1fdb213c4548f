import type { Page } from '@playwright/test';

/**
 * Texts that people cannot read whole, each with what cuts it: one that is cut off without an ellipsis and a title, and
 * one that stands out of the box (button, cell, panel, dialog) that is drawn around it. What scrolls is not cut.
 */
export function clippedTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    /** Rounding of the layout, and the slant of a letter. */
    const SLACK_PX = 1.5;
    const found = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? '';
      const parent = node.parentElement;
      if (text === '' || parent === null || isUnseen(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const rect of range.getClientRects()) {
        const by = cutter(parent, rect);
        if (by !== null) found.add(`"${text.slice(0, 60)}" ${by}`);
      }
    }
    return [...found];

    function isUnseen(element: Element): boolean {
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return true;
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        if (at.matches('[aria-hidden=true], title, desc, noscript')) return true;
        const { width, height } = at.getBoundingClientRect();
        // Texts for screen readers alone.
        if (getComputedStyle(at).position === 'absolute' && (width <= 1 || height <= 1)) return true;
      }
      return false;
    }

    function cutter(from: Element, rect: DOMRect): string | null {
      if (rect.width < 1 || rect.height < 1) return null;
      let isInBox = false;
      for (let at: Element | null = from; at !== null && at !== document.body; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (style.display === 'inline' || style.display === 'contents') continue;
        const box = at.getBoundingClientRect();
        const isWider = rect.left < box.left - SLACK_PX || rect.right > box.right + SLACK_PX;
        const isTaller = rect.top < box.top - SLACK_PX * 2 || rect.bottom > box.bottom + SLACK_PX * 2;
        // An editor of code scrolls its lines itself.
        if (at.matches('.CodeMirror')) return null;
        const scrolls = (overflow: string) => overflow === 'auto' || overflow === 'scroll';
        if ((isWider && scrolls(style.overflowX)) || (isTaller && scrolls(style.overflowY))) return null;
        const hides = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
        if ((isWider && hides(style.overflowX)) || (isTaller && hides(style.overflowY))) {
          return isElided(at, style) ? null : `is cut off by ${nameOf(at)}`;
        }
        if (style.position === 'fixed') return null;
        if (isInBox || !isDrawn(style)) continue;
        isInBox = true;
        if (isWider || isTaller) return `stands out of ${nameOf(at)}`;
      }
      return null;
    }

    function isElided(at: Element, style: CSSStyleDeclaration): boolean {
      const ends = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none';
      return ends && at.closest('[title], [aria-label]') !== null;
    }

    function isDrawn(style: CSSStyleDeclaration): boolean {
      const { backgroundColor, borderTopWidth, borderTopStyle, boxShadow } = style;
      const isFilled = backgroundColor !== 'transparent' && !backgroundColor.endsWith(', 0)');
      // Cells of a strip are drawn by the shadows between them.
      return isFilled || boxShadow !== 'none' || (borderTopStyle !== 'none' && borderTopWidth !== '0px');
    }

    function nameOf(at: Element): string {
      const word = at.getAttribute('role') ?? at.tagName.toLowerCase();
      const { width, height } = at.getBoundingClientRect();
      return `${word}.${String(at.getAttribute('class')).split(' ')[0] ?? ''} of ${Math.round(width)} × ${Math.round(height)} px`;
    }
  });
}
