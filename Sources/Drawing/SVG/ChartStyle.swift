// The style sheet of the charts. It takes its colours from custom properties that the page sets (Palette), so charts follow
// the page into dark mode and onto paper.

/// The style sheet of the charts.
public enum ChartStyle {
    /// Opacity of a matrix cell's hue by step 0...7. Steps 6 and 7 carry text in the ground's colour, the others in ink;
    /// the gap between 5 and 6 is where neither would be read.
    public static let cellOpacity = [0, 0.07, 0.16, 0.27, 0.39, 0.52, 0.91, 1.0]

    /// Rules for everything that `Chart.drawn` and `InlineMark` write.
    public static let css = rules + cells + series

    private static let rules = """
        .chart{width:100%;max-width:28rem;height:auto;display:block;font-family:var(--sans,system-ui,sans-serif);\
        font-variant-numeric:tabular-nums}
        .chart.matrix{max-width:32rem}.chart.wide{max-width:52rem;min-width:36rem}
        .chart text{font-size:12px;fill:var(--ink2)}
        .chart .tick,.chart tspan.tick{font-size:11px;font-weight:400;fill:var(--ink3)}.chart .axis{fill:var(--ink3)}
        .chart .tick.bad{fill:var(--bad)}
        .chart .rowlab,.chart .rowval{font-size:12.5px}
        .chart .rowlab.few,.chart .rowval.few{fill:var(--ink3)}
        .chart .strong{font-weight:700;fill:var(--ink)}.chart .rowval.bad{font-weight:700;fill:var(--bad)}
        .chart .label{font-weight:650;fill:var(--hue,var(--ink2))}.chart .label.base{fill:var(--ink3)}
        .chart .num{font-size:10.5px;fill:var(--ink)}.chart .num.on{fill:var(--paper)}.chart .num.quiet{fill:var(--ink3)}
        .chart .num.few{fill:var(--ink3);stroke:var(--paper);stroke-width:3;paint-order:stroke}
        .chart g.num text{font-size:inherit;fill:inherit}
        .chart.matrix .rowlab{font-size:11.5px}
        .chart .node{fill:var(--card);stroke:var(--base)}.chart .changed{stroke:var(--ink);stroke-width:2.5}
        .chart .grid{stroke:var(--rule2)}.chart .zero,.chart .notch{stroke:var(--base)}.chart .leader{stroke:var(--base);stroke-width:.75}
        .chart .diag{stroke:var(--base);stroke-dasharray:3 3}
        .chart .pts{fill:none;stroke:var(--hue,var(--base));stroke-linecap:round}.chart .pts.bad{stroke-linecap:square}
        .chart .band{fill:var(--hue,var(--now));fill-opacity:.1}
        .chart .bandedge{fill:none;stroke:var(--now);stroke-opacity:.35;stroke-width:.75}
        .chart .line,.spark .line{fill:none;stroke:var(--hue,var(--ink2));stroke-width:1.75;stroke-linejoin:round}.chart .line.base{stroke-width:1.5}
        .chart .whisk{stroke:var(--hue,var(--base));stroke-width:1.5}.chart .whisk.few{stroke-dasharray:2 2}
        .chart .whisk.faint{stroke-opacity:.45;stroke-width:1}
        .chart .dot,.spark .dot{fill:var(--hue,var(--ink2))}.dot.few{--hue:var(--base)}
        .chart .ring{fill:var(--paper);stroke:var(--hue,var(--base));stroke-width:1.75}
        .chart .bar{fill:var(--hue,var(--base))}.chart .bar.p1{fill:var(--ink2)}.chart .bar.p2{fill:var(--rule);stroke:var(--base)}
        .chart .bar.p3{fill:var(--paper);stroke:var(--base)}
        .chart .cell.quiet{stroke:var(--rule2)}
        .chart .hatch{stroke:var(--base)}.chart .hatch.over{stroke:var(--card)}
        .interval{width:100%;min-width:8rem;height:20px;display:block}
        .interval path{vector-effect:non-scaling-stroke}.interval .whisk{stroke:var(--base);stroke-width:2}
        .interval .pt{stroke:var(--now);stroke-width:4}.interval .parent{stroke:var(--ink3);stroke-width:1.25}
        .interval .zero{stroke:var(--rule);stroke-width:1}
        .share{width:100%;max-width:16rem;height:6px;display:block}.share .track{fill:var(--rule2)}
        .share .fill{fill:var(--ink2)}
        .spark{width:84px;height:22px;display:inline-block;vertical-align:middle}.spark .track{stroke:var(--rule)}
        @media print{.chart{break-inside:avoid}.chart.wide{min-width:0}.chart,.interval,.share,.spark{\
        print-color-adjust:exact;-webkit-print-color-adjust:exact}}

        """

    private static let cells =
        cellOpacity.enumerated().map { ".chart .cell.l\($0.offset){stroke:var(--now);stroke-opacity:\($0.element)}" }
        .joined()
        + ".chart .cell.neg{stroke:var(--s2)}\n"

    /// One hue each, which lines, their marks, whiskers, bands and names take where they have one.
    private static let series =
        ["now", "base", "bad", "s1", "s2", "s3", "s4", "s5", "s6"].map { "svg .\($0){--hue:var(--\($0))}" }.joined()
        + dashes

    private static let dashes = """

        .chart .plain.s2{stroke-dasharray:6 3}.chart .plain.s3{stroke-dasharray:2 2}.chart .plain.s4{stroke-dasharray:8 3 2 3}
        .chart .plain.s5{stroke-dasharray:4 4}.chart .plain.s6{stroke-dasharray:1 3}
        .slopes .line.base{stroke-width:1}.slopes .line.now{stroke-dasharray:6 3}.slopes .line.bad{stroke-width:2.75}

        """
}
