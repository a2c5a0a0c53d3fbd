"""What a paper says twice: QR codes and the machine-readable zone, each with its own check."""
