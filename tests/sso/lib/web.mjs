// A small web server on the loopback, for sandboxes only.
import { createServer } from 'node:http';

const BODY_LIMIT = 64 * 1024;

async function read(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new Error('body too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Answers `routes['GET /path']`; a handler gets {url, query, form, headers} and returns {status, headers, body}. */
export function routed(routes) {
  return async (request, response) => {
    try {
      const url = new URL(request.url, 'http://sandbox');
      const handler = routes[`${request.method} ${url.pathname}`];
      if (!handler) {
        response.writeHead(404).end();
        return;
      }
      const body = request.method === 'POST' ? await read(request) : '';
      const answer = await handler({ url, query: url.searchParams, form: new URLSearchParams(body), body, headers: request.headers });
      response.writeHead(answer.status ?? 200, answer.headers ?? {});
      response.end(answer.body ?? '');
    } catch (error) {
      console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    }
  };
}

/** Listens on 127.0.0.1; port 0 takes a free one. */
export function listen(handler, port = 0) {
  return new Promise((resolve, reject) => {
    const server = createServer(handler);
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      resolve({
        port: server.address().port,
        server,
        close: () => new Promise((done) => {
          server.close(done);
          server.closeAllConnections();
        }),
      });
    });
  });
}

export const json = (value, status = 200) => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  body: JSON.stringify(value),
});

export const redirect = (location) => ({ status: 302, headers: { location, 'cache-control': 'no-store' } });

const escaped = (text) => String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** The sign-in page of every sandbox; hidden fields are carried along. */
export function loginPage({ action, title, hidden = {}, error = '', wantsLevel2 = false }) {
  const fields = Object.entries(hidden).map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`);
  return {
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    body: `<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><title>${escaped(title)}</title>
<body style="font:1rem/1.5 sans-serif;max-width:26rem;margin:3rem auto;padding:0 1rem">
<h1>${escaped(title)}</h1><p>Máy chủ thử nghiệm, chỉ có người giả định. <i>Sandbox: invented people only.</i></p>
${error ? `<p role="alert" style="color:#a00000">${escaped(error)}</p>` : ''}
<form method="post" action="${escaped(action)}">${fields.join('')}
<p><label>Số định danh hoặc mã số thuế<br><input name="login" autofocus required></label></p>
<p><label>Mật khẩu<br><input name="password" type="password" required></label></p>
<p><label>Mã xác thực trên điện thoại (mức 2)${wantsLevel2 ? ' *' : ''}<br><input name="otp" inputmode="numeric"></label></p>
<button type="submit">Đăng nhập</button></form></body></html>`,
  };
}

/** Runs a sandbox from the command line: options as `--name value`. */
export function options(args) {
  const found = {};
  for (let at = 0; at + 1 < args.length; at += 2) {
    if (!args[at].startsWith('--')) throw new Error(`not an option: ${args[at]}`);
    found[args[at].slice(2)] = args[at + 1];
  }
  return found;
}

export const isMain = (meta) => process.argv[1] && meta.url === new URL(`file://${process.argv[1]}`).href;
