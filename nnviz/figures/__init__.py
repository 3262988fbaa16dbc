"""From records to Plotly figures, which know neither how the records were made nor the page."""
