// Logins over the profiles that sign nothing: VNeID's envelope, VNConnect, CAS. Run by run.sh.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, test } from 'node:test';
import { fresh, launch } from './lib/browser.mjs';
import { PEOPLE } from './lib/citizens.mjs';
import { freePort, shown, signIn, startPortal } from './lib/portal.mjs';
import { startCas } from './sandbox_cas.mjs';
import { startVnConnect } from './sandbox_vnconnect.mjs';
import { startVneid } from './sandbox_vneid.mjs';

const [MAU, VAN] = PEOPLE;
const CHANNEL = 'Không có chữ ký, chỉ qua kết nối máy chủ';
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = privateKey.export({ type: 'pkcs8', format: 'pem' });

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

/** Runs a sandbox, the portal as configured for it, and `work` in a browser. */
async function against(start, configure, work) {
  const port = await freePort();
  const sandbox = await start(`http://127.0.0.1:${port}/callback`);
  try {
    const { files = {}, ...provider } = configure(sandbox.origin);
    const common = { name: 'Sandbox', reach: 'loopback', client_id: 'sandbox-portal', client_secret_file: 'secret' };
    const site = await startPortal(port, { ...common, ...provider }, { secret: 'sandbox-secret', ...files });
    try {
      await fresh(browser, (page, context) => work(page, { site, sandbox, context }));
    } finally {
      await site.close();
    }
  } finally {
    await sandbox.close();
  }
}

async function logIn(page, site, person, options) {
  await page.goto(`${site.origin}/login`);
  await signIn(page, person, options);
  return shown(page);
}

const vneid = (settings, more, work) => against(
  (redirectUri) => startVneid({ redirectUri, publicKey, ...settings }),
  (origin) => ({
    profile: 'vneid-envelope',
    authentication: 'secret-post',
    authorization_endpoint: `${origin}/auth`,
    token_endpoint: `${origin}/token`,
    userinfo_endpoint: `${origin}/userinfo`,
    envelope_key_file: 'key.pem',
    envelope_mode: settings.mode,
    envelope_aes_bits: settings.mode === 'ecb' ? 128 : 256,
    encrypted_code: settings.encryptedCode ?? false,
    files: { 'key.pem': key },
    ...more,
  }),
  work,
);

for (const mode of ['ecb', 'cbc-prefix-iv']) {
  for (const encryptedCode of [false, true]) {
    test(`VNeID envelope, ${mode}, code ${encryptedCode ? 'encrypted' : 'with a raw plus sign'}`, () => vneid(
      { mode, encryptedCode },
      {},
      async (page, { site }) => {
        const answers = [];
        page.on('request', (request) => answers.push(request.url()));
        const seen = await logIn(page, site, MAU, { level: 2 });
        assert.deepEqual([seen.name, seen.number, seen.level, seen.origin], [MAU.name, '0011******18', 2, CHANNEL]);
        const answer = answers.find((url) => url.startsWith(`${site.origin}/callback`));
        assert.equal(answer.includes('encrypt_key='), encryptedCode);
        if (!encryptedCode) assert.match(answer, /code=[^&]*\+/);
        assert.ok(!/001199000018|Mẫu/.test(site.said()));
      },
    ));
  }
}

test('VNeID envelope with the Vietnamese vocabulary', () => vneid({ mode: 'ecb', vocabulary: 'portal' }, {}, async (page, { site }) => {
  const seen = await logIn(page, site, VAN);
  assert.deepEqual([seen.name, seen.kind, seen.level], [VAN.name, 'Công dân', 0], 'IAL and loAs are no level of a login');
}));

test('a level that nobody signed opens no service of level 2, unless that was agreed', async () => {
  const submit = async (page, { site }) => {
    await logIn(page, site, MAU, { level: 2 });
    await page.goto(`${site.origin}/services/submit`);
    return shown(page);
  };
  await vneid({ mode: 'ecb' }, {}, async (page, around) => assert.equal((await submit(page, around)).code, 'origin-too-weak'));
  await vneid({ mode: 'ecb' }, { accept_server_channel: true }, async (page, around) => {
    const seen = await submit(page, around);
    assert.deepEqual([seen.service, seen.level, seen.origin], ['Nộp hồ sơ', 2, CHANNEL]);
  });
});

test('every broken envelope is refused in the same words', () => vneid({ mode: 'cbc-prefix-iv' }, {}, async (page, { site, sandbox }) => {
  const flip = (text, at) => {
    const bytes = Buffer.from(text, 'base64');
    bytes[at < 0 ? bytes.length + at : at] ^= 1;
    return bytes.toString('base64');
  };
  const breakages = {
    'wrapped key changed': (sealed) => ({ ...sealed, key: flip(sealed.key, 40) }),
    'wrapped key of zeros': (sealed) => ({ ...sealed, key: Buffer.alloc(256).toString('base64') }),
    'wrapped key short': (sealed) => ({ ...sealed, key: 'AAAA' }),
    'wrapped key no base64': (sealed) => ({ ...sealed, key: '***' }),
    'padding changed': (sealed) => ({ ...sealed, data: flip(sealed.data, -17) }),
    'last block changed': (sealed) => ({ ...sealed, data: flip(sealed.data, -1) }),
    'first byte changed': (sealed) => ({ ...sealed, data: flip(sealed.data, 0) }),
    'one block cut': (sealed) => ({ ...sealed, data: Buffer.from(sealed.data, 'base64').subarray(0, -16).toString('base64') }),
    'half a block cut': (sealed) => ({ ...sealed, data: Buffer.from(sealed.data, 'base64').subarray(0, -8).toString('base64') }),
    'no data': (sealed) => ({ ...sealed, data: '' }),
  };
  const pages = new Set();
  for (const [name, change] of Object.entries(breakages)) {
    sandbox.settings.tamper = (what, sealed) => (what === 'userinfo' ? change(sealed) : sealed);
    assert.equal((await logIn(page, site, MAU)).code, 'envelope-open', name);
    pages.add(await page.content());
  }
  assert.equal(pages.size, 1);
  sandbox.settings.tamper = () => ({ access_token: 'x', token_type: 'Bearer' });
  assert.equal((await logIn(page, site, MAU)).code, 'envelope-form', 'nothing in the clear passes');
}));

test('an envelope of the other mode is refused, not tried', () => vneid({ mode: 'cbc-prefix-iv' }, {}, async (page, { site, sandbox }) => {
  sandbox.settings.mode = 'ecb';
  assert.equal((await logIn(page, site, MAU)).code, 'envelope-open');
}));

const vnconnect = (work, more = {}) => against(
  (redirectUri) => startVnConnect({ redirectUri }),
  (origin) => ({
    profile: 'vnconnect',
    authorization_endpoint: `${origin}/oauth2/authorize`,
    token_endpoint: `${origin}/oauth2/token`,
    userinfo_endpoint: `${origin}/oauth2/userinfo`,
    ...more,
  }),
  work,
);

test('VNConnect', () => vnconnect(async (page, { site }) => {
  const seen = await logIn(page, site, MAU);
  assert.deepEqual([seen.name, seen.number, seen.kind, seen.level, seen.origin], [MAU.name, '0011******18', 'Công dân', 0, CHANNEL]);
  await page.goto(`${site.origin}/services/lookup`);
  assert.equal((await shown(page)).service, 'Tra cứu hồ sơ');
}));

test('VNConnect without anybody in the answer is refused', () => vnconnect(async (page, { site, sandbox }) => {
  sandbox.settings.change = ({ sub, SoDinhDanh, ...rest }) => rest;
  assert.equal((await logIn(page, site, MAU)).code, 'claim-missing');
}));

const cas = (work) => against(
  (redirectUri) => startCas({ service: redirectUri }),
  (origin) => ({
    profile: 'cas',
    client_id: undefined,
    client_secret_file: undefined,
    cas_login: `${origin}/cas/login`,
    cas_validate: `${origin}/cas/p3/serviceValidate`,
  }),
  work,
);

test('CAS', () => cas(async (page, { site }) => {
  const seen = await logIn(page, site, VAN);
  assert.deepEqual([seen.name, seen.kind, seen.level, seen.origin], [VAN.name, 'Công dân', 0, CHANNEL]);
}));

test('CAS answers that are more than an answer are refused', () => cas(async (page, { site, sandbox }) => {
  const changes = {
    'entity of its own': (body) => `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${body}`,
    'two answers': (body) => body + body,
    'another namespace': (body) => body.replace('http://www.yale.edu/tp/cas', 'http://example.org/'),
    'two people': (body) => body.replace('<cas:attributes>', '<cas:user>somebody</cas:user><cas:attributes>'),
    'cut': (body) => body.slice(0, -10),
  };
  for (const [name, change] of Object.entries(changes)) {
    sandbox.settings.change = change;
    assert.equal((await logIn(page, site, VAN)).code, 'response-form', name);
  }
}));
