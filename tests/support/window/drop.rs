//! Files carried over the window and let go there, as another program on the display does it: the drag-and-drop protocol
//! of X11 (XDND, version 5), spoken by the test itself. `WebDriver` has no word for files that come from outside.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConnectionExt as _, CreateWindowAux, EventMask, PropMode,
    SELECTION_NOTIFY_EVENT, SelectionNotifyEvent, SelectionRequestEvent, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

x11rb::atom_manager! {
    Atoms: AtomsCookie {
        XdndAware, XdndSelection, XdndEnter, XdndPosition, XdndStatus, XdndLeave, XdndDrop, XdndFinished, XdndActionCopy,
        FILES: b"text/uri-list",
    }
}

/// The protocol's version is in the highest byte of a message's second word.
const VERSION: u32 = 5 << 24;

/// The longest that the window may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// Files that hover over the window, held by a hand that has not let go yet. They leave it when this value ends.
pub struct Carried {
    board: RustConnection,
    atoms: Atoms,
    /// Ours, which nobody sees.
    from: u32,
    /// Fanfold's.
    to: u32,
    uris: String,
    dropped: bool,
}

impl Carried {
    /// Brings files over the window.
    pub(super) fn over(files: &[PathBuf]) -> Self {
        let (board, number) = x11rb::connect(None).expect("the tests have an X display");
        let atoms = Atoms::new(&board).expect("asked").reply().expect("atoms");
        let screen = board.setup().roots.get(number).expect("a screen");
        let (root, visual) = (screen.root, screen.root_visual);
        let from = board.generate_id().expect("an id");
        let aux = CreateWindowAux::new();
        let class = WindowClass::INPUT_OUTPUT;
        let made = board.create_window(0, from, root, -9, -9, 1, 1, 0, class, visual, &aux);
        made.expect("sent").check().expect("a window of our own");
        let owned = board.set_selection_owner(from, atoms.XdndSelection, x11rb::CURRENT_TIME);
        owned.expect("sent").check().expect("the files are ours");
        let to = window(&board, root, atoms.XdndAware);
        let uris = files.iter().map(|file| uri(file) + "\r\n").collect();
        let carried = Self {
            board,
            atoms,
            from,
            to,
            uris,
            dropped: false,
        };
        carried.send(
            carried.atoms.XdndEnter,
            [0, VERSION, carried.atoms.FILES, 0, 0],
        );
        carried
    }

    /// Moves them to a point of the window, in its pixels, as a hand does: it comes from beside it. Waits until the window
    /// takes them there.
    pub fn at(&self, (x, y): (i64, i64)) -> &Self {
        let origin = self.board.translate_coordinates(self.to, self.root(), 0, 0);
        let origin = origin.expect("sent").reply().expect("the window is there");
        let (left, top) = (i64::from(origin.dst_x) + x, i64::from(origin.dst_y) + y);
        let deadline = Instant::now() + PATIENCE;
        // Asked for what is carried, it knows only at a later move whether it takes that.
        while !self.moved(left - 3, top, deadline) {}
        for beside in [2, 1, 0] {
            self.moved(left - beside, top, deadline);
        }
        self
    }

    /// Whether the window takes what is carried at this point of the screen.
    fn moved(&self, x: i64, y: i64, deadline: Instant) -> bool {
        let place = u32::try_from((x << 16) | (y & 0xFFFF)).expect("a point of the screen");
        let copy = self.atoms.XdndActionCopy;
        let words = [0, 0, place, x11rb::CURRENT_TIME, copy];
        self.send(self.atoms.XdndPosition, words);
        let status = self.wait(self.atoms.XdndStatus, deadline);
        status.data.as_data32()[1] & 1 == 1
    }

    /// Lets go, and waits until the window has what it wanted.
    pub fn drop_here(mut self) {
        self.dropped = true;
        self.send(self.atoms.XdndDrop, [0, 0, x11rb::CURRENT_TIME, 0, 0]);
        self.wait(self.atoms.XdndFinished, Instant::now() + PATIENCE);
    }

    fn root(&self) -> u32 {
        let screens = &self.board.setup().roots;
        screens.first().expect("a screen").root
    }

    fn send(&self, kind: Atom, mut words: [u32; 5]) {
        words[0] = self.from;
        let message = ClientMessageEvent::new(32, self.to, kind, words);
        let sent = self
            .board
            .send_event(false, self.to, EventMask::NO_EVENT, message);
        sent.expect("sent").check().expect("the window is there");
    }

    /// The next message of this kind; what the window asks for meanwhile, it gets.
    fn wait(&self, kind: Atom, deadline: Instant) -> ClientMessageEvent {
        loop {
            assert!(
                Instant::now() < deadline,
                "the window did not answer what was dropped on it"
            );
            match self.board.poll_for_event().expect("the display is there") {
                Some(Event::ClientMessage(message)) if message.type_ == kind => return message,
                Some(Event::SelectionRequest(asked)) => self.give(&asked),
                Some(_) => {}
                None => std::thread::sleep(Duration::from_millis(2)),
            }
        }
    }

    fn give(&self, asked: &SelectionRequestEvent) {
        let known = asked.target == self.atoms.FILES;
        if known {
            let (to, property) = (asked.requestor, asked.property);
            let text = self.uris.as_bytes();
            let put =
                self.board
                    .change_property8(PropMode::REPLACE, to, property, asked.target, text);
            put.expect("sent").check().expect("whoever asked is there");
        }
        let told = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: asked.time,
            requestor: asked.requestor,
            selection: asked.selection,
            target: asked.target,
            property: if known {
                asked.property
            } else {
                AtomEnum::NONE.into()
            },
        };
        let sent = self
            .board
            .send_event(false, asked.requestor, EventMask::NO_EVENT, told);
        sent.expect("sent").check().expect("whoever asked is there");
    }
}

impl Drop for Carried {
    fn drop(&mut self) {
        if !self.dropped {
            self.send(self.atoms.XdndLeave, [0; 5]);
        }
    }
}

/// The one window of the display that takes drops and can be seen.
fn window(board: &RustConnection, root: u32, aware: Atom) -> u32 {
    let tree = board
        .query_tree(root)
        .expect("sent")
        .reply()
        .expect("a tree");
    let takes = |id: &u32| {
        let asked = board
            .get_property(false, *id, aware, AtomEnum::ANY, 0, 1)
            .ok()?;
        let there = asked.reply().ok()?.type_ != u32::from(AtomEnum::NONE);
        let size = board.get_geometry(*id).ok()?.reply().ok()?;
        (there && size.width > 200).then_some(())
    };
    let found = tree
        .children
        .into_iter()
        .rev()
        .find(|id| takes(id).is_some());
    found.expect("Fanfold's window takes what is dropped on it")
}

/// Letters and figures as they are, every other byte as its number.
pub(super) fn uri(file: &std::path::Path) -> String {
    use std::fmt::Write;
    let mut told = "file://".to_owned();
    for byte in file.display().to_string().bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            told.push(char::from(byte));
        } else {
            let _ = write!(told, "%{byte:02X}");
        }
    }
    told
}
