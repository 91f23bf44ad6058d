"""Writers turn the model into artifacts: bytes and the path they belong to."""
