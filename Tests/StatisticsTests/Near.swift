/// Whether two numbers agree to a relative (and, near zero, absolute) tolerance.
func near(_ a: Double, _ b: Double, _ relative: Double = 1e-14, absolute: Double = 0) -> Bool {
    abs(a - b) <= absolute + relative * abs(b)
}
