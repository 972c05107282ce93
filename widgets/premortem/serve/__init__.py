"""Premortem as a read-only app (standalone Voila) and as notebooks (JupyterLab), and what their kernels see."""
