"""What a wheel carries beside Python files, for `build_wheel.py`."""
