"""An evaluator's own indicator table (指标体系表, xlsx or docx) → a framework, with a sheet of what was understood."""
