"""What is asked and answered over HTTP: unknown keys are refused, each closed word comes with its sentence."""
