"""Whether the service lives, and whether it can answer. Open to all; it says nothing else."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

from api.door import service_of

router = APIRouter(tags=["health"])


class Health(BaseModel):
    model_config = ConfigDict(title="Tình trạng")

    status: str


@router.get("/v1/health/live", operation_id="getLive", summary="Dịch vụ còn chạy", response_model=Health)
async def get_live() -> JSONResponse:
    return JSONResponse({"status": "ok"})


@router.get("/v1/health/ready", operation_id="getReady", summary="Dịch vụ trả lời được", response_model=Health)
def get_ready(request: Request) -> JSONResponse:
    """503 while the warehouse is away."""
    service_of(request).warehouse.check()
    return JSONResponse({"status": "ok"})
