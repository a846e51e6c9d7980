//! A headless Chromium, driven over the W3C `WebDriver` protocol.

use std::env;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::http;

/// Tab, Enter and the space bar in `WebDriver`'s alphabet.
pub const TAB: char = '\u{e004}';
/// See [`TAB`].
pub const ENTER: char = '\u{e007}';
/// See [`TAB`].
pub const SPACE: char = ' ';

/// Chromium stays within the page and this machine.
const OPTIONS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// One browser at a time: several at once would outlast each other's patience.
static ALONE: Mutex<()> = Mutex::new(());

/// A running browser with one window.
pub struct Browser {
    driver: Child,
    port: u16,
    session: String,
    /// Open for as long as the driver writes to it.
    _told: BufReader<ChildStdout>,
    _profile: TempDir,
    _alone: MutexGuard<'static, ()>,
}

impl Browser {
    /// Starts Chromium, or says why not.
    ///
    /// # Panics
    ///
    /// Where there is none although `DOWNLINE_BROWSER` is `required`.
    pub fn start() -> Option<Browser> {
        let chromium = ["chromium", "chromium-browser", "google-chrome"]
            .into_iter()
            .find_map(program);
        if let (Some(chromium), Some(driver)) = (chromium, program("chromedriver")) {
            return Some(Browser::of(&chromium, &driver));
        }
        let required = env::var("DOWNLINE_BROWSER").is_ok_and(|value| value == "required");
        assert!(!required, "chromium or chromedriver is not installed");
        // Past the test harness, which keeps what a passing test prints to itself.
        let told = "SKIPPED: chromium or chromedriver is not installed; no report was opened";
        let _ = writeln!(io::stderr(), "{told}");
        None
    }

    fn of(chromium: &Path, driver: &Path) -> Browser {
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let profile = TempDir::new().unwrap();
        let folder = format!("--user-data-dir={}", profile.path().display());
        let options: Vec<&str> = OPTIONS.into_iter().chain([folder.as_str()]).collect();
        let mut driver = Command::new(driver)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let mut told = BufReader::new(driver.stdout.take().expect("stdout is piped"));
        let mut browser = Browser {
            port: port(&mut told),
            driver,
            session: String::new(),
            _told: told,
            _profile: profile,
            _alone: alone,
        };
        let session = browser.post(
            "/session",
            &json!({"capabilities": {"alwaysMatch": {
                "browserName": "chrome",
                "goog:chromeOptions": {"binary": chromium, "args": options},
                "goog:loggingPrefs": {"browser": "ALL"},
            }}}),
        );
        let id = session["sessionId"].as_str().expect("a session has an id");
        browser.session = format!("/session/{id}");
        browser.forget_emulation();
        browser
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let answer = http::request(self.port, "POST", path, body);
        let mut answer = answer.expect("the driver answers");
        let value = answer["value"].take();
        assert!(value["error"].is_null(), "{path} {body}: {value}");
        value
    }

    /// A command of `WebDriver` in this window.
    pub fn command(&self, name: &str, body: &Value) -> Value {
        self.post(&format!("{}/{name}", self.session), body)
    }

    /// A command of the Chrome `DevTools` protocol.
    pub fn devtools(&self, name: &str, parameters: &Value) -> Value {
        let body = json!({"cmd": name, "params": parameters});
        self.command("goog/cdp/execute", &body)
    }

    /// Opens a page.
    pub fn open(&self, page: &Path) {
        let address = format!("file://{}", page.display());
        self.command("url", &json!({"url": address}));
    }

    /// Runs the body of a function inside the page and returns what it returns.
    pub fn run(&self, script: &str) -> Value {
        self.command("execute/sync", &json!({"script": script, "args": []}))
    }

    /// Runs a script that returns a list of faults.
    pub fn faults(&self, script: &str) -> Vec<String> {
        serde_json::from_value(self.run(script)).expect("the script returns a list of strings")
    }

    /// Makes the window so many pixels wide.
    pub fn width(&self, width: u32) {
        self.devtools(
            "Emulation.setDeviceMetricsOverride",
            &json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false}),
        );
    }

    /// Shows the page as on `print` or `screen`, to readers who prefer `light` or `dark`.
    pub fn medium(&self, medium: &str, scheme: &str) {
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.devtools(
            "Emulation.setEmulatedMedia",
            &json!({"media": medium, "features": features}),
        );
    }

    /// Back to what is shown where nothing is emulated but a light window as wide as a desk:
    /// a screen, or paper where it is printed.
    pub fn forget_emulation(&self) {
        self.width(1280);
        self.medium("", "light");
        self.devtools(
            "Emulation.setScriptExecutionDisabled",
            &json!({"value": false}),
        );
    }

    /// Presses a key and lets it go.
    pub fn press(&self, key: char) {
        let strokes = ["keyDown", "keyUp"].map(|stroke| json!({"type": stroke, "value": key}));
        self.command(
            "actions",
            &json!({"actions": [{"type": "key", "id": "keyboard", "actions": strokes}]}),
        );
    }

    /// Clicks what a CSS selector finds first, with the mouse.
    pub fn click(&self, selector: &str) {
        let found = self.command(
            "element",
            &json!({"using": "css selector", "value": selector}),
        );
        let element = found
            .as_object()
            .and_then(|found| found.values().next())
            .and_then(Value::as_str)
            .expect("an element has a reference");
        self.command(&format!("element/{element}/click"), &json!({}));
    }

    /// What the console has said since it was last asked: errors and warnings.
    pub fn complaints(&self) -> Vec<String> {
        let entries = self.command("se/log", &json!({"type": "browser"}));
        let entries = entries.as_array().expect("a log is a list");
        entries
            .iter()
            .filter(|entry| entry["level"] == "SEVERE" || entry["level"] == "WARNING")
            .map(|entry| format!("console: {}", entry["message"]))
            .collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            let _ = http::request(self.port, "DELETE", &self.session, &Value::Null);
        }
        // Whoever cannot be asked or ended has ended.
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// Where a program is on the path.
fn program(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
}

/// The free port that chromedriver found for itself, from what it says when it is ready.
fn port(told: &mut impl BufRead) -> u16 {
    told.lines()
        .map_while(Result::ok)
        .filter(|line| line.contains("started successfully on port"))
        .find_map(|line| {
            let digits = line.rsplit(' ').next()?.trim_end_matches('.');
            digits.parse().ok()
        })
        .expect("chromedriver says on which port it listens")
}
