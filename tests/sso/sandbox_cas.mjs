// A provincial single sign-on that speaks CAS 3.0: /cas/login, /cas/p3/serviceValidate (XML, or JSON on request),
// /cas/logout. Tickets work once, for the service they were issued to.
//
//   node sandbox_cas.mjs --port 3920 --portal http://127.0.0.1:8080
import { randomBytes } from 'node:crypto';
import { PASSWORD, byLogin, levelOf, portalClaims } from './lib/citizens.mjs';
import { isMain, json, listen, loginPage, options, redirect, routed } from './lib/web.mjs';

const escaped = (text) => String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

function answer(format, value) {
  if (format === 'JSON') return json({ serviceResponse: value });
  const { authenticationSuccess: yes, authenticationFailure: no } = value;
  const inner = yes
    ? `<cas:authenticationSuccess><cas:user>${escaped(yes.user)}</cas:user><cas:attributes>${Object.entries(yes.attributes)
      .map(([name, one]) => `<cas:${name}>${escaped(one)}</cas:${name}>`).join('')}</cas:attributes></cas:authenticationSuccess>`
    : `<cas:authenticationFailure code="${no.code}">${escaped(no.description)}</cas:authenticationFailure>`;
  return {
    headers: { 'content-type': 'application/xml; charset=utf-8' },
    body: `<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">${inner}</cas:serviceResponse>`,
  };
}

/** `service` is the only service that may sign people in: a prefix, because a portal may add its state to it. */
export async function startCas({ port = 0, service, change = (body) => body }) {
  const tickets = new Map();
  const settings = { change };
  const known = (url) => url === service || url?.startsWith(`${service}?`);
  const page = (target, error) => loginPage({ action: '/cas/login', title: 'Đăng nhập một lần của tỉnh (giả lập)', error, hidden: { service: target } });

  const web = await listen(routed({
    'GET /cas/login': ({ query }) => (known(query.get('service')) ? page(query.get('service')) : { status: 403 }),
    'POST /cas/login': ({ form }) => {
      const target = form.get('service');
      if (!known(target)) return { status: 403 };
      const person = byLogin(form.get('login'));
      const level = person && form.get('password') === PASSWORD ? levelOf(person, form.get('otp')) : undefined;
      if (level === undefined) return page(target, 'Thông tin đăng nhập không đúng.');
      const ticket = `ST-1-${randomBytes(24).toString('base64url')}`;
      tickets.set(ticket, { person, level, target, until: Date.now() + 60_000 });
      const back = new URL(target);
      back.searchParams.set('ticket', ticket);
      return redirect(back.href);
    },
    'GET /cas/p3/serviceValidate': ({ query }) => {
      const grant = tickets.get(query.get('ticket'));
      tickets.delete(query.get('ticket'));
      const failure = (code, description) => answer(query.get('format'), { authenticationFailure: { code, description } });
      if (!grant || grant.until < Date.now()) return failure('INVALID_TICKET', 'ticket not recognized');
      if (grant.target !== query.get('service')) return failure('INVALID_SERVICE', 'ticket was issued to another service');
      const { person, level } = grant;
      const attributes = { ...portalClaims(person), loAs: String(level), IAL: level };
      const good = answer(query.get('format'), { authenticationSuccess: { user: person.number, attributes } });
      return { ...good, body: settings.change(good.body) };
    },
    'GET /cas/logout': ({ query }) => (known(query.get('service')) || service.startsWith(query.get('service') ?? '-')
      ? redirect(query.get('service'))
      : { body: 'Đã đăng xuất.', headers: { 'content-type': 'text/plain; charset=utf-8' } }),
  }), port);
  return { origin: `http://127.0.0.1:${web.port}`, settings, close: web.close };
}

if (isMain(import.meta)) {
  const { port = '3920', portal = 'http://127.0.0.1:8080' } = options(process.argv.slice(2));
  const sandbox = await startCas({ port: Number(port), service: `${portal}/callback` });
  console.log(`CAS 3.0 at ${sandbox.origin}/cas: login p3/serviceValidate logout`);
}
