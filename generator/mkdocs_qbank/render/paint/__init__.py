"""Pictures, drawn with Pillow; imported only where one is drawn, because Pillow is slow to import."""
