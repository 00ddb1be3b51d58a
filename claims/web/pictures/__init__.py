"""Pictures as pure geometry: values in, places and words out, which the templates draw as SVG.

Along the width everything is in percent, so that a picture stretches while its words keep their size.
"""
