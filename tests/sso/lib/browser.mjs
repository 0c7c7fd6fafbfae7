// The browser of the tests: Debian's Chromium, without a window, with a profile that is thrown away.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PATH = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

export function launch() {
  if (!PATH) throw new Error('no Chromium: install it or set CHROMIUM');
  return chromium.launch({
    executablePath: PATH,
    headless: true,
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage',
      // Nothing but this machine, whatever a page names.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
    ],
  });
}

/** A browser of its own for one person; closed by `using`'s end. */
export async function fresh(browser, work) {
  const context = await browser.newContext({ locale: 'vi-VN' });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const faults = [];
  page.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()); });
  try {
    return await work(page, context, faults);
  } finally {
    await context.close();
  }
}
