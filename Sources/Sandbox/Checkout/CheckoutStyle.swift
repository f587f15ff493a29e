enum CheckoutStyle {
    static let css = """
        :root { color-scheme: light dark; --ground: #f6f4ef; --sheet: #fff; --text: #1f1d1a; --quiet: #595550;
          --main: #1d4ed8; --on-main: #fff; --line: #8a857d; }
        @media (prefers-color-scheme: dark) {
          :root { --ground: #191817; --sheet: #242220; --text: #f2efe9; --quiet: #bdb8b0; --main: #93b4ff;
            --on-main: #10182e; --line: #8a857d; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--text); overflow-wrap: anywhere;
          font: 1rem/1.5 system-ui, "Noto Sans", "Noto Sans Tamil", sans-serif; }
        header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; justify-content: space-between; align-items: center;
          padding: .5rem 1rem; }
        header a { display: inline-flex; align-items: center; min-height: 44px; min-width: 44px; color: var(--main); }
        main { max-width: 26rem; margin: 0 auto 2rem; padding: 1rem; background: var(--sheet);
          border-top: 4px solid var(--main); }
        h1 { margin: 0 0 .5rem; font-size: 1.4rem; line-height: 1.25; }
        .notice { color: var(--quiet); margin: 0 0 1rem; }
        dl { margin: 0 0 1rem; }
        dt { color: var(--quiet); }
        dd { margin: 0 0 .5rem; }
        .amount { font-size: 1.8rem; font-weight: 700; line-height: 1.2; }
        .outcome { font-weight: 700; }
        form { margin: 0 0 .75rem; }
        button { width: 100%; min-height: 48px; padding: .5rem 1rem; border-radius: 6px; font: inherit; font-weight: 600;
          cursor: pointer; }
        .main { background: var(--main); color: var(--on-main); border: 1px solid var(--main); }
        .other { background: transparent; color: var(--text); border: 1px solid var(--line); }
        :focus-visible { outline: 3px solid var(--main); outline-offset: 2px; }

        """
}
