"""Each check is seen to fail on a page with the fault that it is there for, and to pass on the same page without it."""

import os

import pytest

from rig import keyboard, words
from rig.checks import language, targets
from rig.devices import DESKTOP, PHONE
from rig import look as looks
from rig.look import Seen, look, quick_faults
from rig.watch import Watch

ORIGIN = "http://127.0.0.1:9"
POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:"


def sound(name):
    with open(os.path.join(os.path.dirname(__file__), name), encoding="utf-8") as file:
        return file.read()


def add(html):
    """Puts it at the end of the page."""
    return lambda page, style: (page.replace("</main>", html + "</main>"), style)


def change(old, new):
    return lambda page, style: (page.replace(old, new), style)


def style(css):
    return lambda page, style: (page, style + css)


def both(first, second):
    return lambda page, css: second(*first(page, css))


#: What is done to the sound page, and what the look says then.
FAULTS = {
    "a picture without words": (add("<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>"), "axe image-alt"),
    "a fault in one of many rows that are built alike": (
        add("<table><tr><th>எண்</th></tr>" + "<tr><td>1</td></tr>" * 1100 + "<tr><td><img src='data:,'></td></tr></table>"),
        "axe image-alt"),
    "words that are too pale": (style("p { color: #bbb; }"), "light: axe color-contrast"),
    "words too pale in the dark": (
        style("@media (prefers-color-scheme: dark) { p { color: #333; } }"), "dark: axe color-contrast"),
    "a field without a label": (
        both(change('<label for="place">இடம்</label>', ""), change("placeholder=", "data-hint=")), "axe label"),
    "one theme only": (style(":root { --ground: #fff !important; --ink: #111 !important; }"), "the same colours"),
    "a wide box": (style("form { width: 400px; }"), "the page is"),
    "a word that leaves its button": (
        both(change("தேடு</button>", "முன்பதிவுசெய்யுங்கள்</button>"), style("button { width: 60px; overflow-wrap: normal; }")),
        "its words need"),
    "words that a box cuts off": (
        both(add("<div class='narrow'><p>முன்பதிவுசெய்யுங்கள்</p></div>"),
             style(".narrow { width: 60px; overflow: hidden; } .narrow p { width: 200px; }")), "is cut off at"),
    "words that are left a pixel": (
        both(add("<p class='nothing'>முன்பதிவு</p>"), style(".nothing { width: 1px; height: 1px; overflow: hidden; "
             "overflow-wrap: normal; border: 1px solid; }")), "its words need"),
    "a small button": (style("button { min-height: 30px; height: 30px; }"), "touch target"),
    "a small link outside text": (add("<p><a href='/sound'>உதவி</a></p>"), "touch target"),
    "a small choice whose box is hidden": (style(".choice { min-height: 30px; }"), "touch target"),
    "a small choice whose box takes no room": (
        style(".choice { min-height: 30px; } .inside { display: none; }"), "touch target"),
    "no language": (change('lang="ta"', ""), "the document's language is ''"),
    "no title": (change("<title>அருகில் உள்ள மையம் · Kumar Iron Works</title>", "<title></title>"), "there is no title"),
    "two main headings": (add("<h1>இரண்டாவது</h1>"), "there are 2 main headings"),
    "an id that is there twice": (add("<p id='form'>படிவம்</p>"), "the id 'form' is there twice"),
    "a link to nowhere": (add("<p>இங்கே <a href='#away'>செல்லுங்கள்</a></p>"), "a link leads to #away"),
    "a hint that isn't read with its field": (add("<p id='place-hint'>ஆறு இலக்கங்கள்</p>"), "isn't read with its field"),
    "a description that isn't there": (
        change('id="place"', 'id="place" aria-describedby="gone"'), "something is described by 'gone'"),
    "a page that can't be enlarged": (change("initial-scale=1", "initial-scale=1, user-scalable=no"), "the viewport"),
    "an untranslated key": (add("<p lang='en'>search.title</p>"), "'search.title' is a key"),
    "a key that no language has": (add("<p lang='en'>search.nobody_wrote_it</p>"), "is a key"),
    "a variable that is left": (add("<p>{{count}}</p>"), "left of the template"),
    "a value that is missing": (add("<p lang='en'>undefined</p>"), "left of the template"),
    "English in Tamil": (add("<p>Nearest centre</p>"), "not in Tamil: 'Nearest centre'"),
    "a sentence of ours that is left in English": (
        add("<p lang='en'>The request can't be read.</p>"), "although it is translated"),
    "a title with a name that the page doesn't show": (
        change("Works</title>", "Works, Balu Stores</title>"), "not in Tamil: 'Balu Stores'"),
    "English in a spoken label": (add("<p>மையம் <button aria-label='Close'>×</button></p>"), "not in Tamil: 'Close'"),
}
#: What goes wrong behind the page.
BROKEN = {
    "an error in a script": (add("<script src='/throws.js'></script>"), "page error"),
    "an error in the console": (add("<script src='/complains.js'></script>"), "console: no good"),
    "inline script": (add("<script>1</script>"), "policy script-src-elem refused inline"),
    "inline style": (add("<p style='color: red'>சிவப்பு</p>"), "policy style-src-attr refused inline"),
    "a picture that isn't there": (add("<img alt='படம்' src='/away.png'>"), "404 for GET"),
    "another host": (add("<img alt='படம்' src='http://127.0.0.2:9/x.png'>"), "another host is asked"),
    "a broken connection": (add("<img alt='படம்' src='/broken.png'>"), "request failed"),
}
#: What only somebody without a mouse meets.
KEYBOARD = {
    "a focus that doesn't show": (style(":focus-visible { outline: none; }"), "the focus doesn't show"),
    "a button out of the tab key's way": (add("<script src='/trap.js'></script>"), "the focus stays on"),
    "a focus that is covered": (
        style("main::after { content: ''; position: fixed; inset: 0; background: #888; }"), "out of sight or covered"),
}
SCRIPTS = {
    "/throws.js": "nobodyDefinedIt()",
    "/complains.js": "console.error('no good')",
    "/trap.js": "document.addEventListener('keydown', e => { if (e.key === 'Tab' && document.activeElement.id === 'place')"
                " e.preventDefault(); })",
}


@pytest.fixture
def visit(browser, monkeypatch):
    """Opens the sound page with a fault done to it; gives the page and what watches it."""
    monkeypatch.setattr(words, "keys", lambda: frozenset(["search.title"]))
    # A style that is broken doesn't change a page's shape.
    monkeypatch.setattr(looks, "seen", Seen())
    contexts = []

    def opened(fault, device=PHONE, runs_scripts=True):
        page_text, css = sound("sound.html"), sound("sound.css")
        if fault:
            changed = fault(page_text, css)
            assert changed != (page_text, css), "the fault changes nothing"
            page_text, css = changed
        context = browser.new_context(base_url=ORIGIN, java_script_enabled=runs_scripts, **device.context_settings("ta"))
        contexts.append(context)
        context.route("**/*", lambda route: answer(route, page_text, css))
        watch = Watch(context, ORIGIN, runs_scripts)
        page = context.new_page()
        page.goto("/sound")
        if runs_scripts:
            page.evaluate("() => new Promise(done => setTimeout(done, 50))")
        return page, watch

    yield opened
    for context in contexts:
        context.close()


def answer(route, page_text, css):
    path = route.request.url.removeprefix(ORIGIN)
    if path == "/sound":
        route.fulfill(body=page_text, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY})
    elif path == "/sound.css":
        route.fulfill(body=css, content_type="text/css")
    elif path in SCRIPTS:
        route.fulfill(body=SCRIPTS[path], content_type="text/javascript")
    elif path == "/favicon.ico":
        route.fulfill(status=204)
    elif path == "/broken.png":
        route.abort("connectionreset")
    else:
        route.fulfill(status=404, body="away")


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=lambda device: device.name)
def test_a_sound_page_passes_everything(visit, device):
    page, watch = visit(None, device)
    look(page, "ta", device)
    assert keyboard.walk(page) == []
    watch.hold()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(visit, fault):
    done, said = FAULTS[fault]
    page, _ = visit(done)
    # axe takes most of the time, and has no part in the others.
    if "axe" not in said and "colours" not in said:
        assert said in "\n".join(quick_faults(page, "ta", PHONE))
        return
    with pytest.raises(AssertionError) as raised:
        look(page, "ta", PHONE)
    assert said in str(raised.value)


def test_where_the_page_is_scrolled_to_hides_no_small_target(visit):
    page, _ = visit(style("button { min-height: 30px; height: 30px; } main { padding-bottom: 3000px; }"))
    page.evaluate("() => scrollTo(0, 2000)")
    assert "touch target" in "\n".join(targets.faults(page))


def test_what_only_those_without_scripts_read_is_read(visit):
    fault = add("<noscript><p>Nearest centre</p></noscript>")
    assert language.faults(visit(fault)[0], "ta") == []
    assert "not in Tamil: 'Nearest centre'" in "\n".join(language.faults(visit(fault, runs_scripts=False)[0], "ta"))


@pytest.mark.parametrize(("change", "is_another"), [
    (change(">தேடு<", ">அனுப்பு<"), False),
    (change(">தேடு<", "><"), True),
    (change(' placeholder="அஞ்சல் குறியீடு"', ""), True),
    (change("<p><bdi", "<div><bdi"), True),
    (add("<h3>மூன்றாவது</h3>"), True),
    (style("h1 { display: none; }"), True),
], ids=["other words", "no words", "an attribute less", "another parent", "another heading", "something hidden"])
def test_axe_looks_again_at_another_shape_alone(visit, change, is_another):
    shapes = [visit(fault)[0].evaluate(looks.SHAPE) for fault in (None, change)]
    assert (shapes[0] != shapes[1]) == is_another


def test_a_look_finds_what_its_quick_checks_find(visit):
    page, _ = visit(FAULTS["two main headings"][0])
    with pytest.raises(AssertionError, match="there are 2 main headings"):
        look(page, "ta", PHONE)


@pytest.mark.parametrize("fault", BROKEN)
def test_what_breaks_behind_the_page_is_found(visit, fault):
    done, said = BROKEN[fault]
    _, watch = visit(done)
    with pytest.raises(AssertionError) as raised:
        watch.hold()
    assert said in str(raised.value)


@pytest.mark.parametrize("fault", KEYBOARD)
def test_what_stops_the_keyboard_is_found(visit, fault):
    done, said = KEYBOARD[fault]
    page, _ = visit(done, DESKTOP)
    assert said in "; ".join(keyboard.walk(page))


def test_a_stop_that_can_not_be_reached_fails_the_way_to_it(visit):
    page, _ = visit(None, DESKTOP)
    with pytest.raises(AssertionError, match="don't lead to"):
        keyboard.press_to(page, page.locator("h1"), most=5)


def test_an_expected_refusal_is_no_fault_and_any_other_is(visit):
    page, watch = visit(None)
    with watch.expecting(404):
        page.goto("/away")
    watch.hold()
    page.goto("/away")
    with pytest.raises(AssertionError, match="404 for GET"):
        watch.hold()


def test_a_key_stands_for_its_words_and_their_values(monkeypatch):
    monkeypatch.setattr(words, "translations", lambda language: {"search.found": "{{count}} centres near {{{place}}}."})
    assert words.text("en", "search.found", count=3, place="Theni") == "3 centres near Theni."
    assert words.pattern("en", "search.found").fullmatch("12 centres near Karur.")
    assert not words.pattern("en", "search.found").fullmatch("12 centres near Karur!")
