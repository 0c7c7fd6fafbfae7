//! What people see, in Vietnamese and English. No script: every page works with the keyboard and without styles.

use dinhdanh::error::Lang;
use maud::{DOCTYPE, Markup, html};

/// A person who logged in, as the pages show one.
pub struct Who {
    pub name: String,
    /// Masked: a screen at a counter has more readers than the person it belongs to.
    pub number: String,
    pub kind: &'static str,
    /// For whom the person acts.
    pub organisation: Option<String>,
    /// Level of the login: 1, 2, or 0 where none is stated.
    pub level: u8,
    pub origin: &'static str,
    /// Whether the origin is a signature.
    pub signed: bool,
    /// When the person signed in, in Viet Nam's time.
    pub since: Option<String>,
    pub provider: String,
}

/// A service of the portal and the level it asks for.
pub struct Service {
    pub path: &'static str,
    pub level: u8,
    vi: (&'static str, &'static str),
    en: (&'static str, &'static str),
}

pub const SERVICES: [Service; 2] = [
    Service {
        path: "/services/lookup",
        level: 0,
        vi: ("Tra cứu hồ sơ", "Xem tình trạng hồ sơ đã nộp. Mọi tài khoản đã đăng nhập."),
        en: ("Look up an application", "See how far an application has come. Any signed-in account."),
    },
    Service {
        path: "/services/submit",
        level: 2,
        vi: ("Nộp hồ sơ", "Nộp hồ sơ mới; cần xác thực thêm trên điện thoại."),
        en: ("Submit an application", "Hand in a new application; asks for a second factor on the phone."),
    },
];

impl Service {
    fn text(&self, lang: Lang) -> (&'static str, &'static str) {
        if lang == Lang::Vi { self.vi } else { self.en }
    }
}

fn say<'a>(lang: Lang, vi: &'a str, en: &'a str) -> &'a str {
    if lang == Lang::Vi { vi } else { en }
}

fn page(lang: Lang, path: &str, title: &str, main: &Markup) -> String {
    let (code, other, other_name) = match lang {
        Lang::Vi => ("vi", "en", "English"),
        Lang::En => ("en", "vi", "Tiếng Việt"),
    };
    html! {
        (DOCTYPE)
        html lang=(code) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " – " (say(lang, "Cổng dịch vụ mẫu", "Sample service portal")) }
                link rel="stylesheet" href="/style.css";
                link rel="icon" href="data:,";
            }
            body {
                a .skip href="#main" { (say(lang, "Đến nội dung chính", "Skip to content")) }
                header {
                    p { (say(lang, "Cổng dịch vụ mẫu", "Sample service portal")) }
                    nav aria-label=(say(lang, "Ngôn ngữ", "Language")) {
                        a #language href={ (path) "?lang=" (other) } lang=(other) hreflang=(other) { (other_name) }
                    }
                }
                main #main { (main) }
                footer {
                    (say(lang,
                        "Chương trình mẫu của dinhdanh. Không phải trang của cơ quan nhà nước; chỉ dùng với người giả định.",
                        "A sample program of dinhdanh. Not a site of any authority; for invented people only."))
                }
            }
        }
    }
    .into_string()
}

/// The front page, for nobody in particular or for somebody who logged in.
pub fn home(lang: Lang, provider: &str, who: Option<&Who>) -> String {
    let title = say(lang, "Trang chủ", "Home");
    let main = match who {
        None => html! {
            h1 { (say(lang, "Đăng nhập để sử dụng dịch vụ", "Sign in to use the services")) }
            div .card {
                p { (say(lang,
                    "Bạn đăng nhập bằng tài khoản định danh điện tử. Trang này không bao giờ hỏi hoặc thấy mật khẩu của bạn.",
                    "You sign in with your electronic identification account. This site never asks for or sees your password.")) }
                p .note { (say(lang, "Bạn sẽ được chuyển đến: ", "You will be taken to: ")) (provider) }
                p { a #login .button href="/login" { (say(lang, "Đăng nhập bằng tài khoản định danh", "Sign in with your national account")) } }
            }
        },
        Some(who) => html! {
            h1 { (say(lang, "Xin chào, ", "Hello, ")) span #name { (who.name) } }
            section .card aria-labelledby="account" {
                h2 #account { (say(lang, "Phiên đăng nhập", "Your session")) }
                (person(lang, who))
                form .actions method="post" action="/logout" {
                    button #logout .button.quiet type="submit" { (say(lang, "Đăng xuất", "Sign out")) }
                }
            }
            section .card aria-labelledby="services" {
                h2 #services { (say(lang, "Dịch vụ", "Services")) }
                ul .services {
                    @for service in &SERVICES {
                        li {
                            span .what {
                                a href=(service.path) { (service.text(lang).0) }
                                span { (service.text(lang).1) }
                            }
                            @if service.level > 0 { (needed(lang, service.level, who.level >= service.level)) }
                        }
                    }
                }
            }
        },
    };
    page(lang, "/", title, &main)
}

fn level(lang: Lang, level: u8) -> Markup {
    html! {
        span .badge .good[level > 0] .warn[level == 0] {
            @if level == 0 { (say(lang, "Không nêu", "Not stated")) } @else { (say(lang, "Mức ", "Level ")) (level) }
        }
    }
}

/// What a service asks for, in words as well as in colour.
fn needed(lang: Lang, level: u8, reached: bool) -> Markup {
    html! {
        span .badge .good[reached] .warn[!reached] {
            @if reached { (say(lang, "Mức ", "Level ")) } @else { (say(lang, "Cần mức ", "Needs level ")) }
            (level)
        }
    }
}

fn person(lang: Lang, who: &Who) -> Markup {
    html! {
        dl {
            dt { (say(lang, "Số định danh", "Personal number")) }
            dd #number { (who.number) }
            dt { (say(lang, "Loại tài khoản", "Kind of account")) }
            dd #kind { (who.kind) }
            @if let Some(organisation) = &who.organisation {
                dt { (say(lang, "Tổ chức", "Organisation")) }
                dd #organisation { (organisation) }
            }
            dt { (say(lang, "Mức xác thực", "Level of this login")) }
            dd #level data-level=(who.level) { (level(lang, who.level)) }
            @if let Some(since) = &who.since {
                dt { (say(lang, "Đăng nhập lúc", "Signed in at")) }
                dd { (since) }
            }
            dt { (say(lang, "Nơi xác thực", "Signed in by")) }
            dd { (who.provider) }
            dt { (say(lang, "Bằng chứng", "Proof")) }
            dd #origin { span .badge .good[who.signed] .warn[!who.signed] { (who.origin) } }
        }
    }
}

/// A service, for somebody whose login is high enough.
pub fn service(lang: Lang, service: &Service, who: &Who) -> String {
    let (name, about) = service.text(lang);
    let main = html! {
        h1 #service { (name) }
        div .card {
            p { (about) }
            (person(lang, who))
        }
        p { a href="/" { (say(lang, "Về trang chủ", "Back to the front page")) } }
    };
    page(lang, service.path, name, &main)
}

/// A login that failed: what happened and what to do, with the code that support asks for.
pub fn trouble(lang: Lang, code: &str, cause: &str, remedy: &str) -> String {
    let title = say(lang, "Không đăng nhập được", "Sign-in failed");
    let main = html! {
        div .card.alert role="alert" {
            h1 { (title) }
            p #cause { (cause) }
            p { (remedy) }
            p { (say(lang, "Mã lỗi: ", "Error code: ")) code #code { (code) } }
        }
        p { a #again .button href="/login" { (say(lang, "Thử lại", "Try again")) } }
        p { a href="/" { (say(lang, "Về trang chủ", "Back to the front page")) } }
    };
    page(lang, "/", title, &main)
}

/// A page that does not exist.
pub fn not_found(lang: Lang) -> String {
    let title = say(lang, "Không có trang này", "There is no such page");
    let main = html! { h1 { (title) } p { a href="/" { (say(lang, "Về trang chủ", "Back to the front page")) } } };
    page(lang, "/", title, &main)
}
