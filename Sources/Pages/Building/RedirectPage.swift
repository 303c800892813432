// Pages that lead on: to the newest audit, and from where a page lay before.

import Drawing
import Markup

/// A page that leads on to another, with a link for those whose browser does not.
struct RedirectPage {
    /// The folder it lies in.
    let folder: String
    let title: String
    /// What stands before the link.
    let words: String
    /// The page it leads to, from the root, and how that is called.
    let target: String
    let name: String

    func html(siteTitle: String, style: String = "assets/site.css") -> HTML {
        let target = SitePath.relative(target, from: folder)
        return """
            <!doctype html>
            <html lang="en" dir="ltr">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="refresh" content="0; url=\(target)">
            <meta name="robots" content="noindex">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <title>\(title) · \(siteTitle)</title>
            <link rel="stylesheet" href="\(SitePath.relative(style, from: folder))">
            </head>
            <body><main id="main" class="redirect"><h1>\(title)</h1>
            <p>\(words) <a href="\(target)">\(name)</a>.</p></main></body></html>

            """
    }
}
